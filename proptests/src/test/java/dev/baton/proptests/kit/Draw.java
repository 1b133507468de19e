package dev.baton.proptests.kit;

import dev.baton.engine.AccessMode;
import dev.baton.engine.PoisonPolicy;
import dev.baton.proptests.kit.Call.Deed;
import dev.baton.proptests.kit.Call.Extras;
import dev.baton.proptests.kit.Call.Manner;
import dev.baton.proptests.kit.Call.Wish;
import dev.baton.proptests.probe.Turns.Freeze;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws a program from a seed. Each uses only a few of the things there are ("swarm testing"): what
 * everything is mixed into seldom gets anywhere.
 */
final class Draw {
    static final int JOBS_MAX = 6;

    /** Longer than any time drawn. */
    static final int TICKS_MAX = 1_000;

    /** A limit that is none: larger than all times, and than what fits into one. */
    static final int FOR_EVER = Integer.MAX_VALUE / 2;

    private static final int QUEUES_MAX = 3;
    private static final int TIME_MAX = 4;
    static final int FENCES = 2;
    private static final int BURST = 1_000;
    private static final int ACCESSES_BEFORE_FREEZE = 90;
    private static final int ACCESSES_OF_A_RELEASE = 12;

    /** What a program may have beside exclusive jobs that are released. */
    private enum Trait {
        READERS,
        READERS_MOSTLY,
        UNORDERED,
        DUPLICATES,
        PARTS,
        DOWNGRADES,
        CANCELS,
        FAILS,
        POLICIES,
        EXPIRIES,
        NOT_BEFORES,
        HOLDS,
        GATES,
        OUT_FENCES,
        IMPORTS,
        QUESTIONS,
        AT_ONCE,
        EAGER,
        WATCHING,
        THROWING,
        AGAIN,
        EXECUTORS,
        INBOXES,
        CLOSE_QUEUE,
        CLOSE_CLIENT,
        CLOSE_ALL,
        BURSTS,
        TRIES
    }

    private final SplittableRandom random;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final boolean atAccesses;
    private final boolean freezes;
    private final int queues;
    private final int jobs;

    private Draw(long seed) {
        random = new SplittableRandom(seed);
        atAccesses = random.nextInt(5) < 2;
        freezes = atAccesses && random.nextInt(3) == 0;
        queues = 1 + random.nextInt(QUEUES_MAX);
        jobs = 2 + random.nextInt(3);
        int share = 3 + random.nextInt(8);
        for (Trait trait : Trait.values()) {
            if (random.nextInt(share) == 0) {
                traits.add(trait);
            }
        }
        if (random.nextBoolean()) {
            traits.add(Trait.READERS);
        }
        if (atAccesses || random.nextInt(4) > 0) {
            traits.remove(Trait.BURSTS); // which are for depth, and cost time
        }
        if (freezes) {
            traits.remove(Trait.TRIES); // of these two nobody can close the client
            traits.remove(Trait.IMPORTS);
        }
    }

    /** {@return the program of a seed} */
    static Program of(long seed) {
        Draw draw = new Draw(seed);
        boolean shaped = draw.atAccesses && draw.random.nextInt(4) == 0;
        return shaped ? draw.shaped() : draw.program();
    }

    /** What only meets in few places, and is seldom drawn. */
    private Program shaped() {
        if (freezes) {
            return stopped();
        }
        return switch (random.nextInt(4)) {
            case 0 -> joined();
            case 1 -> crossing();
            case 2 -> crashed();
            default -> late();
        };
    }

    private Program program() {
        List<Call> prologue = new ArrayList<>();
        int threadCount = atAccesses ? 2 + random.nextInt(2) : 1 + random.nextInt(2);
        List<List<Call>> threads = new ArrayList<>();
        for (int i = 0; i < threadCount; i++) {
            threads.add(new ArrayList<>());
        }
        int before = random.nextInt(jobs + 1);
        for (int job = 0; job < jobs; job++) {
            Call call = has(Trait.IMPORTS) && random.nextInt(3) == 0 ? place(job) : submit(job);
            List<Call> where = job < before ? prologue : threads.get(random.nextInt(threadCount));
            where.add(call);
        }
        int deeds = jobs + random.nextInt(jobs + 2);
        Call last = null;
        for (int i = 0; i < deeds; i++) {
            List<Call> thread = threads.get(random.nextInt(threadCount));
            int at = thread.isEmpty() || random.nextBoolean()
                    ? thread.size()
                    : random.nextInt(thread.size() + 1);
            Call deed = last == null || random.nextInt(6) > 0 ? deed() : last; // some come twice
            thread.add(at, deed);
            last = deed;
        }
        Freeze freeze = freezes
                ? new Freeze(random.nextInt(threadCount), accessesBeforeFreeze())
                : Freeze.NOBODY;
        return program(queues, prologue, threads, freeze);
    }

    private Program program(
            int among, List<Call> prologue, List<List<Call>> threads, Freeze freeze) {
        boolean observed = !freezes && random.nextInt(5) < 3;
        return new Program(
                among,
                observed,
                List.copyOf(prologue),
                threads.stream().map(List::copyOf).toList(),
                freeze,
                atAccesses);
    }

    /** Mostly few: a call makes a dozen, and who is never frozen says nothing of it. */
    private int accessesBeforeFreeze() {
        return random.nextInt(1 + random.nextInt(ACCESSES_BEFORE_FREEZE));
    }

    /** One job that two threads let go at once: each releases one of the two that it is behind. */
    private Program joined() {
        List<Call> prologue = List.of(plain(0, 0), plain(1, 1), plain(2, 0, 1));
        List<List<Call>> threads = List.of(List.of(release(0)), List.of(release(1)));
        return program(2, prologue, threads, Freeze.NOBODY);
    }

    /** Jobs that come to the same two queues at once, some of which are over soon. */
    private Program crossing() {
        List<List<Call>> threads = List.of(
                List.of(plain(0, 0, 1), release(0)),
                List.of(plain(1, 1, 0), release(1)),
                List.of(plain(2, 0, 1), release(2)));
        return program(2, List.of(), threads, Freeze.NOBODY);
    }

    /** Several releases of one job at once, of which all but one are late. */
    private Program late() {
        List<List<Call>> threads =
                List.of(List.of(release(0), release(0)), List.of(release(0)), List.of(release(0)));
        return program(1, List.of(plain(0, 0)), threads, Freeze.NOBODY);
    }

    /** A client dies that has two buffers, with somebody behind it in each. */
    private Program crashed() {
        List<Call> prologue = List.of(plain(0, 0, 1), plain(1, 0), plain(2, 1));
        Call close = new Call.Do(Deed.CLOSE_CLIENT, 0);
        return program(2, prologue, List.of(List.of(close)), Freeze.NOBODY);
    }

    /** A thread is stopped in a release, and all clients are closed meanwhile. */
    private Program stopped() {
        List<Call> prologue = List.of(plain(0, 0), plain(1, 0));
        Freeze freeze = new Freeze(0, random.nextInt(ACCESSES_OF_A_RELEASE));
        return program(1, prologue, List.of(List.of(release(0))), freeze);
    }

    private static Call plain(int job, int... queues) {
        List<Wish> wishes = Arrays.stream(queues)
                .mapToObj(queue -> new Wish(queue, AccessMode.EXCLUSIVE))
                .toList();
        return new Call.Submit(job, wishes, Manner.KEEPING, PoisonPolicy.RUN, Call.Extras.NONE);
    }

    private static Call release(int job) {
        return new Call.Do(Deed.RELEASE, job);
    }

    private boolean has(Trait trait) {
        return traits.contains(trait);
    }

    private boolean draws(Trait trait) {
        return has(trait) && random.nextInt(5) < 2;
    }

    private Call submit(int job) {
        return new Call.Submit(job, wishes(), manner(), policy(), extras());
    }

    private Call place(int job) {
        return new Call.Import(job, wishes(), 1 + random.nextInt(FENCES), limit());
    }

    private List<Wish> wishes() {
        int count = 1 + (queues == 1 ? 0 : random.nextInt(queues));
        int from = random.nextInt(queues);
        boolean down = random.nextBoolean();
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int queue = Math.floorMod(down ? from - i : from + i, queues);
            wishes.add(new Wish(queue, mode()));
        }
        if (draws(Trait.DUPLICATES)) {
            wishes.add(new Wish(wishes.get(0).queue(), mode()));
        }
        return List.copyOf(wishes);
    }

    private AccessMode mode() {
        if (has(Trait.UNORDERED) && random.nextInt(6) == 0) {
            return AccessMode.UNORDERED;
        }
        boolean reads = has(Trait.READERS_MOSTLY) && random.nextInt(3) > 0
                || has(Trait.READERS) && random.nextBoolean();
        return reads ? AccessMode.SHARED : AccessMode.EXCLUSIVE;
    }

    private Manner manner() {
        if (draws(Trait.AT_ONCE)) {
            return Manner.AT_ONCE;
        } else if (draws(Trait.EAGER)) {
            return Manner.EAGER;
        } else if (draws(Trait.WATCHING)) {
            return Manner.WATCHING;
        } else if (draws(Trait.THROWING)) {
            return random.nextBoolean() ? Manner.THROWING : Manner.EAGER_THROWING;
        } else if (draws(Trait.AGAIN)) {
            return Manner.AGAIN;
        } else if (draws(Trait.EXECUTORS)) {
            return random.nextInt(3) == 0 ? Manner.REJECTING : Manner.EXECUTOR;
        }
        return draws(Trait.INBOXES) ? Manner.INBOX : Manner.KEEPING;
    }

    private PoisonPolicy policy() {
        PoisonPolicy[] all = PoisonPolicy.values();
        return has(Trait.POLICIES) ? all[random.nextInt(all.length)] : PoisonPolicy.RUN;
    }

    private Extras extras() {
        int notBefore = draws(Trait.NOT_BEFORES) ? ticks() : 0;
        int expiry = draws(Trait.EXPIRIES) ? notBefore + ticks() : 0;
        int gate = draws(Trait.GATES) ? 1 + random.nextInt(FENCES) : 0;
        int holding = gate > 0 && random.nextBoolean() ? limit() : 0;
        int hold = draws(Trait.HOLDS) ? limit() : 0;
        return new Extras(expiry, notBefore, hold, gate, holding, draws(Trait.OUT_FENCES));
    }

    private int ticks() {
        return 1 + random.nextInt(TIME_MAX);
    }

    private int limit() {
        return random.nextInt(5) == 0 ? FOR_EVER : ticks();
    }

    /** Releases mostly, and whatever the program is about. */
    private Call deed() {
        List<Call> about = new ArrayList<>();
        int job = random.nextInt(jobs);
        int queue = random.nextInt(queues);
        about.add(new Call.Do(Deed.RELEASE, job));
        about.add(new Call.Do(Deed.RELEASE, job));
        for (Trait trait : traits) {
            Call call = about(trait, job, queue);
            if (call != null) {
                about.add(call);
            }
        }
        return about.get(random.nextInt(about.size()));
    }

    private @Nullable Call about(Trait trait, int job, int queue) {
        return switch (trait) {
            case PARTS -> new Call.DoOne(false, job, queue);
            case DOWNGRADES -> new Call.DoOne(true, job, queue);
            case CANCELS -> new Call.Do(Deed.CANCEL, job);
            case FAILS, POLICIES -> new Call.Do(Deed.FAIL, job);
            case EXPIRIES, NOT_BEFORES -> new Call.Advance(ticks());
            case HOLDS ->
                random.nextInt(3) == 0
                        ? new Call.Do(Deed.PROGRESS, job)
                        : new Call.Advance(ticks());
            case GATES, IMPORTS ->
                random.nextInt(3) == 0
                        ? new Call.Advance(ticks())
                        : new Call.Signal(1 + random.nextInt(FENCES), random.nextInt(4) == 0);
            case OUT_FENCES -> new Call.Do(Deed.CANCEL, job);
            case QUESTIONS -> new Call.Ask(random.nextBoolean(), queue, mode());
            case EXECUTORS, INBOXES -> new Call.Run();
            case CLOSE_QUEUE -> new Call.CloseQueue(queue);
            case CLOSE_CLIENT -> new Call.Do(Deed.CLOSE_CLIENT, job);
            case CLOSE_ALL -> new Call.CloseAll();
            case BURSTS -> new Call.Burst(queue, BURST);
            case TRIES -> new Call.Try(queue, mode());
            default -> null;
        };
    }
}
