package dev.baton.bench;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.SyncQueue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The arguments and workloads of {@code engine/src/peers/common.h}, job by job the same.
 *
 * <p>The access sets are made beforehand, as the other programs' lists are, equal ones once.
 */
final class PeerLoad {
    String name = "random";
    int jobs = 1_000_000;
    int accesses;
    int buffers;
    int percentExclusive = 25;
    int workers = 1;
    int submitters = 1;
    int outstandingMax;
    boolean check;

    /** A set per job. */
    AccessSet[] sets = {};

    /** Of each access of each job: its buffer, and below zero (as -1 - buffer) if exclusive. */
    int[] touched = {};

    private long seed = 42;

    static PeerLoad of(String[] arguments) {
        PeerLoad load = new PeerLoad();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("-c")) {
                load.check = true;
            } else if (i + 1 < arguments.length) {
                load.take(arguments[i], arguments[++i]);
            } else {
                throw new IllegalArgumentException(arguments[i] + " wants a value");
            }
        }
        load.fill();
        return load;
    }

    private void take(String option, String value) {
        switch (option) {
            case "-w" -> name = value;
            case "-n" -> jobs = Integer.parseInt(value);
            case "-k" -> accesses = Integer.parseInt(value);
            case "-B" -> buffers = Integer.parseInt(value);
            case "-x" -> percentExclusive = Integer.parseInt(value);
            case "-t" -> workers = Integer.parseInt(value);
            case "-s" -> submitters = Integer.parseInt(value);
            case "-q" -> outstandingMax = Integer.parseInt(value);
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private void fill() {
        int[] usual = switch (name) { // accesses, buffers
            case "chain" -> new int[] {1, 1};
            case "indep" -> new int[] {1, 1024};
            case "stencil" -> new int[] {3, 64};
            case "readers" -> new int[] {1, 16};
            case "random" -> new int[] {4, 256};
            default -> throw new IllegalArgumentException("unknown workload " + name);
        };
        accesses = accesses == 0 ? usual[0] : accesses;
        buffers = buffers == 0 ? usual[1] : buffers;
        SyncQueue[] queues = IntStream.range(0, buffers)
                .mapToObj(i -> new SyncQueue("buffer " + i))
                .toArray(SyncQueue[]::new);
        Map<String, AccessSet> known = new HashMap<>();
        boolean repeats = !name.equals("random");
        sets = new AccessSet[jobs];
        touched = new int[jobs * accesses];
        for (int i = 0; i < jobs; i++) {
            int[] mine = touchedBy(i);
            System.arraycopy(mine, 0, touched, i * accesses, accesses);
            sets[i] = repeats
                    ? known.computeIfAbsent(Arrays.toString(mine), text -> set(queues, mine))
                    : set(queues, mine);
        }
    }

    private static AccessSet set(SyncQueue[] queues, int[] touched) {
        AccessSet.Builder set = AccessSet.builder();
        for (int access : touched) {
            set.add(
                    queues[buffer(access)],
                    isExclusive(access) ? AccessMode.EXCLUSIVE : AccessMode.SHARED);
        }
        return set.build();
    }

    static boolean isExclusive(int access) {
        return access < 0;
    }

    static int buffer(int access) {
        return access < 0 ? -1 - access : access;
    }

    private int[] touchedBy(int job) {
        int at = job % buffers;
        return switch (name) {
            case "chain" -> new int[] {-1};
            case "indep" -> new int[] {-1 - at};
            case "stencil" -> new int[] {-1 - at, (at + buffers - 1) % buffers, (at + 1) % buffers};
            case "readers" -> {
                int run = job / 16 % buffers;
                yield new int[] {job % 16 == 0 ? -1 - run : run};
            }
            default -> drawn();
        };
    }

    private int[] drawn() {
        int[] drawn = new int[accesses];
        for (int i = 0; i < accesses; i++) {
            int buffer;
            do {
                buffer = (int) Long.remainderUnsigned(next(), buffers);
            } while (isIn(drawn, i, buffer));
            drawn[i] =
                    Long.remainderUnsigned(next(), 100) < percentExclusive ? -1 - buffer : buffer;
        }
        return drawn;
    }

    private static boolean isIn(int[] drawn, int count, int buffer) {
        return IntStream.range(0, count).anyMatch(i -> buffer(drawn[i]) == buffer);
    }

    /** splitmix64, as the C programs have it. */
    private long next() {
        long z = seed += 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
