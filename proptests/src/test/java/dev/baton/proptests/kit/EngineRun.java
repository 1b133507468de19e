package dev.baton.proptests.kit;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.event.EventHash;
import dev.baton.event.EventStream;
import dev.baton.fence.FenceSource;
import dev.baton.law.Laws;
import dev.baton.proptests.probe.Turns;
import dev.baton.sim.Scheduler;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One program on a fresh dispatcher, by a scheduler's choices, up to the first alarm. */
final class EngineRun {
    /** Of one thread by itself: far more than the largest burst needs. */
    private static final int ACCESSES_OF_BURSTS_MAX = 1_000_000;

    final Program program;
    final VirtualTimers timers = new VirtualTimers();
    final Dispatcher dispatcher;
    final List<SyncQueue> queues = new ArrayList<>();
    final Map<Integer, Ticket> tickets = new TreeMap<>();
    final Map<Integer, FenceSource> fences = new TreeMap<>();
    final Set<Integer> closedQueues = new HashSet<>();
    final Deque<Runnable> tasks = new ArrayDeque<>();
    /** Jobs that release at once and are nobody's ticket. */
    final List<Job> burst = new ArrayList<>();

    final Owners owners;
    final Deeds deeds = new Deeds(this);
    final Laws laws = Laws.all();
    final EventHash hash = new EventHash();
    private final @Nullable Modelled model;
    private final Calls calls = new Calls(this);
    private final Quiet quiet;
    private @Nullable Alarm alarm;

    EngineRun(Program program) {
        this.program = program;
        this.quiet = new Quiet(this);
        EventStream stream = new EventStream(() -> timesMatter() ? timers.nowNanos() : 0, event -> {
            laws.on(event);
            hash.on(event);
        });
        dispatcher = new Dispatcher(program.observed() ? stream : null, timers);
        for (int i = 0; i < program.queues(); i++) {
            queues.add(new SyncQueue("queue " + i));
        }
        for (int i = 1; i <= Draw.FENCES; i++) {
            fences.put(i, new FenceSource("fence " + i));
        }
        owners = new Owners(this, program.queues());
        model = Modelled.canBe(program) ? new Modelled(this) : null;
    }

    /** The clock is a shared access, and the observer's are not to be stopped at. */
    private boolean timesMatter() {
        return !program.atAccesses();
    }

    boolean switchesAnywhere() {
        return program.atAccesses();
    }

    boolean isClosed(SyncQueue queue) {
        return closedQueues.contains(numberOf(queue));
    }

    int numberOf(SyncQueue queue) {
        return queues.indexOf(queue);
    }

    /** Keeps the first alarm; raised in a callback it must not be the engine that hears of it. */
    void alarm(Oracle oracle, String sort, String inWords) {
        if (alarm == null) {
            alarm = new Alarm(oracle, sort, inWords);
        }
    }

    boolean isAlarmed() {
        return alarm != null;
    }

    /** Runs it; the first alarm, or null. */
    @Nullable
    Alarm run(Scheduler scheduler) {
        Thread.UncaughtExceptionHandler before =
                Thread.currentThread().getUncaughtExceptionHandler();
        Thread.currentThread()
                .setUncaughtExceptionHandler((thread, thrown) -> quiet.unheard(thrown));
        try {
            alone(() -> program.prologue().forEach(this::call));
            if (program.atAccesses()) {
                atAccesses(scheduler);
            } else {
                alone(() -> betweenCalls(scheduler));
            }
            alone(quiet::atTheEnd);
        } catch (Throwable thrown) {
            quiet.unheard(thrown);
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(before);
        }
        return alarm;
    }

    /** On this thread, while no other runs: nobody will end a wait. */
    private void alone(Runnable body) {
        boolean bursts = program.calls().anyMatch(Call.Burst.class::isInstance);
        Turns.bounded(
                bursts ? ACCESSES_OF_BURSTS_MAX : Turns.ACCESSES_MAX,
                body,
                () -> alarm(Oracle.E, "spins", "a thread waits for ever, and no other runs"));
    }

    private void call(Call call) {
        if (isAlarmed()) {
            return;
        }
        calls.perform(call);
        if (model != null) {
            model.perform(call);
        }
        quiet.afterCall();
        if (model != null && !isAlarmed()) {
            model.compare();
        }
    }

    private void betweenCalls(Scheduler scheduler) {
        List<Sequence> ready = new ArrayList<>();
        for (int i = 0; i < program.threads().size(); i++) {
            Sequence sequence = new Sequence(i, program.threads().get(i));
            if (sequence.remaining() > 0) {
                ready.add(sequence);
            }
        }
        while (!ready.isEmpty() && !isAlarmed()) {
            Sequence next = ready.get(ready.size() == 1 ? 0 : scheduler.nextTask(ready));
            call(next.take());
            if (next.remaining() == 0) {
                ready.remove(next);
            }
        }
    }

    private void atAccesses(Scheduler scheduler) {
        List<Runnable> bodies = new ArrayList<>();
        for (List<Call> thread : program.threads()) {
            bodies.add(() -> thread.forEach(call -> {
                if (!isAlarmed()) {
                    calls.perform(call);
                }
            }));
        }
        Throwable thrown = Turns.run(scheduler, bodies, program.freeze(), this::whileFrozen);
        if (thrown != null) {
            quiet.unheard(thrown);
        }
    }

    /** What waits for the frozen thread here would wait for ever. */
    private void whileFrozen() {
        try {
            Turns.bounded(
                    Turns.ACCESSES_MAX,
                    quiet::whileFrozen,
                    () -> alarm(Oracle.H, "spins", "a closing waits for a frozen thread"));
        } catch (Turns.SpinningError alarmed) {
            return;
        }
    }

    /** In a callback: submits the same set once more, to be released at once. */
    void again(Ticket ticket) {
        int number = ticket.number + Draw.JOBS_MAX;
        if (!tickets.containsKey(number)) {
            Ticket next = new Ticket(this, number, Call.Manner.AT_ONCE, ticket.modes.clone());
            tickets.put(number, next);
            submit(next, () -> dispatcher.submit(setOf(ticket), next));
        }
    }

    private AccessSet setOf(Ticket ticket) {
        AccessSet.Builder set = AccessSet.builder();
        for (int i = 0; i < queues.size(); i++) {
            if (ticket.modes[i] != null) {
                set.add(queues.get(i), ticket.modes[i]);
            }
        }
        return set.build();
    }

    void submit(Ticket ticket, Supplier<Job> call) {
        try {
            Job job = call.get();
            ticket.become(job);
            job.whenEnded().thenAccept(ticket::ended);
        } catch (RefusedException refused) {
            ticket.refused = true;
            if (!List.of("S4", "S17").contains(refused.rule())) {
                alarm(Oracle.K, "refused " + refused.rule(), refused.getMessage());
            } else if (!quiet.hasClosed()) {
                alarm(Oracle.A, "refused " + refused.rule(), refused.getMessage());
            }
        }
    }

    boolean hasClosed() {
        return quiet.hasClosed();
    }

    void closing() {
        quiet.closed();
    }

    /** Another question that is to be answered. */
    Quiet.Asked asked() {
        Quiet.Asked asked = new Quiet.Asked();
        quiet.asked.add(asked);
        return asked;
    }

    Client clientOf(Ticket ticket) {
        return calls.clientOf(ticket);
    }

    void runTasks() {
        calls.runTasks();
    }

    /** Lets all times pass. */
    void settleTime() {
        timers.advanceTo(timers.nowNanos() + Draw.TICKS_MAX);
    }
}
