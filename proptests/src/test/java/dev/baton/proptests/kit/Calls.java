package dev.baton.proptests.kit;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Gate;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;
import dev.baton.proptests.kit.Call.Manner;
import dev.baton.proptests.kit.Call.Wish;
import dev.baton.proptests.probe.Turns;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/** Makes the calls of a program. */
final class Calls {
    /** An inbox has room for one job that waits to be polled. */
    private static final int JOBS_PER_INBOX = 2;

    private final EngineRun run;
    private final Map<Integer, Inbox> inboxes = new ConcurrentHashMap<>();

    Calls(EngineRun run) {
        this.run = run;
    }

    void perform(Call call) {
        if (call instanceof Call.Submit it) {
            submit(it);
        } else if (call instanceof Call.Do it) {
            deed(it.deed(), run.tickets.get(it.job()));
        } else if (call instanceof Call.DoOne it) {
            Ticket ticket = run.tickets.get(it.job());
            if (ticket != null && it.downgrade()) {
                run.deeds.downgrade(ticket, it.queue());
            } else if (ticket != null) {
                run.deeds.releaseOne(ticket, it.queue());
            }
        } else if (call instanceof Call.Advance it) {
            advance(it.ticks());
        } else if (call instanceof Call.Signal it) {
            signal(it);
        } else if (call instanceof Call.Run) {
            runTasks();
        } else {
            seldom(call);
        }
    }

    private void seldom(Call call) {
        if (call instanceof Call.Import it) {
            place(it);
        } else if (call instanceof Call.Ask it) {
            ask(it);
        } else if (call instanceof Call.Burst it) {
            burst(it);
        } else if (call instanceof Call.Try it) {
            acquire(it);
        } else if (call instanceof Call.CloseQueue it) {
            run.closing();
            run.closedQueues.add(it.queue());
            try {
                run.dispatcher.close(run.queues.get(it.queue()));
            } catch (RefusedException closedBefore) {
                return;
            }
        } else if (call instanceof Call.CloseAll) {
            run.closing();
            run.dispatcher.close(Duration.ZERO);
        }
    }

    /** Who was named as the client of a job. */
    Client clientOf(Ticket ticket) {
        Inbox inbox = inboxes.get(ticket.number / JOBS_PER_INBOX);
        return inbox == null || ticket.manner != Manner.INBOX ? ticket : inbox;
    }

    private Ticket ticket(int number, Manner manner, List<Wish> wishes) {
        @Nullable AccessMode[] modes = new AccessMode[run.queues.size()];
        for (Wish wish : wishes) {
            modes[wish.queue()] = stronger(modes[wish.queue()], wish.mode());
        }
        Ticket ticket = new Ticket(run, number, manner, modes);
        run.tickets.put(number, ticket);
        return ticket;
    }

    /** A queue named twice counts once (S4); unordered beside another mode is that mode. */
    private static AccessMode stronger(@Nullable AccessMode one, AccessMode other) {
        if (one == null || one == AccessMode.UNORDERED || other == AccessMode.EXCLUSIVE) {
            return other;
        }
        return one;
    }

    private AccessSet set(List<Wish> wishes) {
        AccessSet.Builder set = AccessSet.builder();
        wishes.forEach(wish -> set.add(run.queues.get(wish.queue()), wish.mode()));
        return set.build();
    }

    private FenceSource fence(int number) {
        return Objects.requireNonNull(run.fences.get(number));
    }

    private void submit(Call.Submit it) {
        if (run.tickets.containsKey(it.job())) {
            return;
        }
        Ticket ticket = ticket(it.job(), it.manner(), it.wishes());
        JobOptions options = options(it);
        Client client = ticket;
        if (it.manner() == Manner.INBOX) {
            client = inboxes.computeIfAbsent(
                    it.job() / JOBS_PER_INBOX, number -> new Inbox("inbox " + number, 1));
        }
        Client whom = client;
        run.submit(ticket, () -> run.dispatcher.submit(set(it.wishes()), whom, ticket, options));
    }

    private JobOptions options(Call.Submit it) {
        Call.Extras extras = it.extras();
        long now = run.timers.nowNanos();
        JobOptions options = JobOptions.DEFAULT;
        options = it.onPoison() == options.onPoison() ? options : options.onPoison(it.onPoison());
        options = extras.expiry() == 0 ? options : options.expiry(now + extras.expiry());
        options = extras.notBefore() == 0 ? options : options.notBefore(now + extras.notBefore());
        options = extras.hold() == 0 ? options : options.hold(limit(extras.hold()));
        options = extras.outFence() ? options.withOutFence() : options;
        if (extras.gate() > 0) {
            Fence fence = fence(extras.gate()).fence();
            options = options.gate(
                    extras.holding() == 0
                            ? Gate.beforePlacing(fence)
                            : Gate.holdingPlace(fence, limit(extras.holding())));
        }
        return options;
    }

    private static Duration limit(int ticks) {
        return ticks == Draw.FOR_EVER
                ? Duration.ofSeconds(Long.MAX_VALUE)
                : Duration.ofNanos(ticks);
    }

    private void place(Call.Import it) {
        if (!run.tickets.containsKey(it.job())) {
            Ticket ticket = ticket(it.job(), Manner.KEEPING, it.wishes());
            Duration timeout = limit(it.timeout());
            Fence fence = fence(it.fence()).fence();
            run.submit(ticket, () -> run.dispatcher.importFence(set(it.wishes()), fence, timeout));
        }
    }

    private void deed(Call.Deed deed, @Nullable Ticket ticket) {
        Job job = ticket == null ? null : ticket.job;
        if (ticket == null || job == null) {
            return;
        }
        boolean untold = run.switchesAnywhere() && ticket.told == 0;
        switch (deed) {
            case RELEASE -> {
                if (!untold) {
                    run.deeds.release(ticket);
                }
            }
            case FAIL -> {
                if (!untold) {
                    run.deeds.fail(ticket);
                }
            }
            case CANCEL -> run.deeds.cancel(ticket);
            case PROGRESS -> {
                if (job.progress()) {
                    ticket.heldSinceNanos = run.timers.nowNanos();
                }
            }
            case CLOSE_CLIENT -> {
                run.closing();
                Client client = job.client();
                if (client != null && !job.isForeign()) {
                    run.dispatcher.close(client, Duration.ZERO);
                    run.owners.leave(ticket);
                    if (job.outcome() == null && !run.switchesAnywhere()) {
                        run.alarm(Oracle.A, "closed", ticket + " goes on without its client");
                    }
                }
            }
        }
    }

    void signal(Call.Signal it) {
        FenceSource fence = fence(it.fence());
        if (it.failing()) {
            fence.fail(new IllegalStateException("the fence failed as told"));
        } else {
            fence.signal();
        }
    }

    private void advance(int ticks) {
        try {
            run.timers.advanceTo(run.timers.nowNanos() + ticks);
        } catch (IllegalStateException | IllegalArgumentException another) {
            if (!run.switchesAnywhere()) {
                throw another;
            }
        }
    }

    void runTasks() {
        for (Runnable task = run.tasks.poll(); task != null; task = run.tasks.poll()) {
            task.run();
        }
        for (Inbox inbox : List.copyOf(inboxes.values())) {
            for (Job job = inbox.poll(); job != null; job = inbox.poll()) {
                if (job.attachment() instanceof Ticket ticket && job.isGranted()) {
                    ticket.granted(job);
                }
            }
        }
    }

    private void ask(Call.Ask it) {
        SyncQueue queue = run.queues.get(it.queue());
        try {
            if (it.fence()) {
                Fence fence = run.dispatcher.exportFence(queue, it.mode());
                Quiet.Asked asked = run.asked();
                if (fence.add(same -> asked.told++) == null) {
                    asked.told++;
                }
            } else {
                CompletionStage<Void> ready = run.dispatcher.whenReady(queue, it.mode());
                Quiet.Asked asked = run.asked();
                ready.whenComplete((none, failure) -> asked.told++);
            }
        } catch (RefusedException closed) {
            return;
        }
    }

    private void burst(Call.Burst it) {
        AccessSet set = AccessSet.exclusive(run.queues.get(it.queue()));
        for (int i = 0; i < it.count(); i++) {
            try {
                run.burst.add(run.dispatcher.submit(set, Job::release));
            } catch (RefusedException closed) {
                return;
            }
        }
    }

    private void acquire(Call.Try it) {
        AccessSet set =
                AccessSet.builder().add(run.queues.get(it.queue()), it.mode()).build();
        Turns.mayWait(true); // for a grant that is on its way
        try {
            run.dispatcher.acquire(set, Duration.ZERO).close();
        } catch (TimeoutException | CancellationException | RefusedException notFree) {
            return;
        } catch (Turns.SpinningError onItsWay) {
            return;
        } catch (InterruptedException impossible) {
            run.alarm(Oracle.K, "interrupt", "a thread was interrupted");
        } finally {
            Turns.mayWait(false);
        }
    }
}
