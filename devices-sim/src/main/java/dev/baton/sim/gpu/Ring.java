package dev.baton.sim.gpu;

import dev.baton.sim.Interrupt;
import dev.baton.sim.Latency;
import dev.baton.sim.Loop;
import dev.baton.sim.Semaphore;
import dev.baton.sim.gpu.Command.Phase;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;

/** One ring: it works on its scheduled commands in order, one at a time. For the GPU's loop. */
final class Ring {
    private final Gpu gpu;
    private final int number;
    private final Loop loop;
    private final GpuOptions options;
    private final Interrupt interrupt;
    private final String taskName;
    private final Tdr tdr;

    /** Scheduled, and not yet known to be done. */
    private final ArrayDeque<Command> scheduled = new ArrayDeque<>();

    private @Nullable Command running;

    /** Set by a fault: nothing is begun any more. */
    private boolean wedged;

    /** When it was last done with a command: what is scheduled behind had to wait until then. */
    private long freeNanos;

    Ring(Gpu gpu, int number, Loop loop, GpuOptions options, Interrupt interrupt) {
        this.gpu = gpu;
        this.number = number;
        this.loop = loop;
        this.options = options;
        this.interrupt = interrupt;
        this.taskName = options.name() + " ring " + number;
        this.tdr = new Tdr(gpu, this, loop, options);
    }

    /** Schedules what credits allow, and works if there is work. */
    void kick() {
        if (gpu.isHalted()) {
            return;
        }
        do {
            fill();
        } while (dropsEnded());
        Command next = running == null ? firstWaiting() : null;
        if (next != null && !next.isReady()) {
            next.sinceNanos = loop.nowNanos(); // it waits for others, which is no fault of its own
        } else if (next != null && wedged) {
            next.stuck = true;
        } else if (next != null) {
            begin(next);
        }
        tdr.watch();
    }

    private void fill() {
        GpuContext next = scheduled.size() < options.creditsMax() ? gpu.next(this) : null;
        while (next != null) {
            Command command = next.schedule(this);
            command.ring = this;
            command.sinceNanos = loop.nowNanos();
            scheduled.add(command);
            if (command.order.semaphore() != null) {
                command.order.semaphore().schedule();
            }
            next = scheduled.size() < options.creditsMax() ? gpu.next(this) : null;
        }
    }

    /** Lets go of the next command if its job was ended by another; true if it did. */
    private boolean dropsEnded() {
        Command next = firstWaiting();
        if (running != null || next == null || next.zombie || !next.isEnded()) {
            return false;
        }
        letGo(next);
        return true;
    }

    private @Nullable Command firstWaiting() {
        for (Command command : scheduled) {
            if (command.phase == Phase.WAITING) {
                return command;
            }
        }
        return null;
    }

    private void begin(Command command) {
        running = command;
        command.phase = Phase.RUNNING;
        command.startNanos = loop.nowNanos();
        command.sinceNanos = command.startNanos;
        command.use(() -> command.work.started(command.job));
        if (command == running) { // what it did has not stopped it
            proceed(command);
        }
    }

    /** Lets the loop come back to it when its next band is done. */
    private void proceed(Command command) {
        long durationNanos = command.work.durationNanos();
        if (command.error != null) {
            wake(command, loop.nowNanos());
        } else if (durationNanos != GpuWork.UNTIMED) {
            long part = durationNanos * (command.band + 1) / command.work.bands();
            wake(command, command.startNanos + part);
        }
    }

    private void wake(Command command, long nanos) {
        command.dueNanos = nanos;
        loop.at(nanos, taskName, command);
    }

    /** A band is done, or the interrupt comes. */
    void due(Command command) {
        if (gpu.isDead()) {
            return;
        }
        if (command.phase == Phase.DONE) {
            interrupt(command);
        } else if (command == running && !command.hung) {
            draw(command);
        }
    }

    private void draw(Command command) {
        if (command.error == null) {
            command.draw(); // also if something else has ended the job: it knows nothing of that
        }
        if (command != running) {
            return; // what it did has stopped it
        }
        command.band++;
        command.sinceNanos = loop.nowNanos();
        if (command.error != null || command.band == command.work.bands()) {
            finish(command);
        } else {
            proceed(command);
        }
    }

    private void finish(Command command) {
        long now = loop.nowNanos();
        if (command.error == null) {
            command.use(() -> command.work.completed(command.startNanos, now));
        }
        if (command.error != null) {
            stopWork(command);
        }
        if (command != running) {
            return;
        }
        running = null;
        freeNanos = now;
        command.phase = Phase.DONE;
        gpu.tally.finished++;
        command.job.progress(); // a sign of life, as the interrupt may take its time
        Semaphore semaphore = command.error == null ? command.order.semaphore() : null;
        if (semaphore != null && semaphore.pass()) {
            scheduled.remove(command); // its credit comes back without the CPU
            retireAtTheEnd(command);
            kick();
            return;
        }
        kick(); // the hardware goes on while the interrupt is on its way
        Latency latency = options.interrupt();
        if (latency == null) {
            interrupt(command);
        } else {
            wake(command, now + latency.draw(loop::nextNumber));
        }
    }

    private void interrupt(Command command) {
        if (command.isEnded()) {
            gpu.tally.lateCompletions++;
        }
        command.report(interrupt);
        if (command.isEnded()) {
            retire(command);
        } else { // lost or delayed: the credit comes back with the end, whoever makes it
            retireAtTheEnd(command);
        }
    }

    private void retireAtTheEnd(Command command) {
        command.whenEnded(() -> loop.post(() -> retire(command)));
    }

    /** Is done with a command for good: its credit is free. */
    void retire(Command command) {
        if (command.phase == Phase.OVER || gpu.isDead()) {
            return;
        }
        letGo(command);
        kick();
    }

    private void letGo(Command command) {
        command.phase = Phase.OVER;
        wedged &= !command.stuck; // as with a running one: it hung in this
        scheduled.remove(command);
        gpu.forget(command);
        Ring next = command.context.ring();
        if (next != this) { // the context was moved, and waited for this
            next.kick();
        }
    }

    /** Stops a scheduled command whose job was taken. */
    void stop(Command command) {
        if (command == running) {
            running = null;
            freeNanos = loop.nowNanos();
            stopWork(command);
        }
        retire(command);
    }

    /** The mappings end; if those were revoked meanwhile there is nothing left to end. */
    private static void stopWork(Command command) {
        try {
            command.work.stopped();
        } catch (RuntimeException over) {
            if (!command.isRevoked() && command.error == null) {
                command.error = over;
            }
        }
    }

    @Nullable
    Command oldest() {
        return scheduled.peek();
    }

    boolean isRunning(Command command) {
        return command == running;
    }

    long freeNanos() {
        return freeNanos;
    }

    /** Stops for a reset: what is not done begins anew afterwards, if its job is not over by then. */
    void halt() {
        Command stopped = running;
        running = null;
        wedged = false;
        if (stopped != null) {
            stopWork(stopped);
            stopped.rewind();
        }
        scheduled.forEach(command -> command.stuck = false);
    }

    GpuHangException hang(Command guilty) {
        return new GpuHangException(guilty, number, loop.nowNanos() - guilty.sinceNanos);
    }

    /** After a reset. */
    void restart() {
        freeNanos = loop.nowNanos();
        for (Command command : List.copyOf(scheduled)) {
            if (command.phase == Phase.DONE) {
                completeFound(command);
            }
        }
        kick();
    }

    /** Its memory says that it is done; its interrupt did not. */
    void completeFound(Command command) {
        gpu.tally.foundFinished++;
        command.report(Interrupt.SOUND);
        retire(command);
    }

    void hangNow() {
        Command now = running;
        if (now != null) {
            now.hung = true;
        } else {
            wedged = true;
        }
    }

    /** Ends the running command if it ends by this alone. */
    boolean advance() {
        Command now = running;
        if (now == null
                || now.hung
                || gpu.isHalted()
                || now.work.durationNanos() != GpuWork.UNTIMED) {
            return false;
        }
        while (now == running) {
            draw(now);
        }
        return true;
    }

    Iterable<Command> scheduled() {
        return scheduled;
    }

    /** Back from the dead, it goes on where it was. */
    void rise() {
        for (Command command : scheduled) {
            command.rise();
            command.sinceNanos = loop.nowNanos(); // nothing was to be expected of the dead
            if (command.phase == Phase.DONE) {
                wake(command, loop.nowNanos());
            } else if (command == running) {
                proceed(command);
            }
        }
        kick();
    }
}
