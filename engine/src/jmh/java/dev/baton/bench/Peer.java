package dev.baton.bench;

import com.sun.management.OperatingSystemMXBean;

import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;

import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Baton as one of the programs of {@code engine/src/peers}: same arguments, same jobs, same line.
 *
 * <p>With {@code -t 0} one thread submits until {@code -q} jobs are outstanding, and completes the
 * oldest granted one before each further. Otherwise {@code -s} threads submit and {@code -t} threads
 * take granted jobs from one queue, run and release them. All wait by spinning a little and then
 * parking for an instant.
 */
final class Peer {
    /** Until the compilers are done. The others warm up with a tenth of their jobs. */
    private static final long WARM_UP_NANOS = 3_000_000_000L;

    private static final int SPINS = 2_000;
    private static final long PARK_NANOS = 20_000;

    private final PeerLoad load;
    private final Dispatcher dispatcher = new Dispatcher();
    private final Queue<Job> granted;
    private final Client client;
    private final PeerCheck check;
    private final AtomicInteger outstanding = new AtomicInteger();

    private Peer(PeerLoad load) {
        this.load = load;
        int most = load.outstandingMax == 0 ? load.jobs : load.outstandingMax + load.submitters;
        granted = load.workers == 0
                ? new ArrayDeque<>()
                : new MpmcVarHandleArrayQueue<>(Math.max(2, most));
        client = granted::offer;
        check = new PeerCheck(load);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Peer peer = new Peer(PeerLoad.of(arguments));
        if (peer.load.check) {
            peer.run(peer.load.jobs);
            peer.check.assertAllRan();
            System.out.printf("baton %s check ok%n", peer.load.name);
        } else {
            peer.measure();
        }
    }

    private void measure() throws InterruptedException {
        long warm = System.nanoTime() + WARM_UP_NANOS;
        while (System.nanoTime() < warm) {
            run(Math.max(1, load.jobs / 10));
        }
        System.gc(); // what the warm-up left is not the timed run's
        long wall = System.nanoTime();
        long cpu = cpuNanos();
        run(load.jobs);
        double jobs = load.jobs;
        wall = System.nanoTime() - wall;
        cpu = cpuNanos() - cpu;
        System.out.printf(
                Locale.ROOT,
                "baton %s B=%d k=%d x=%d n=%d t=%d s=%d q=%d wall %.1f cpu %.1f%n",
                load.name,
                load.buffers,
                load.accesses,
                load.percentExclusive,
                load.jobs,
                load.workers,
                load.submitters,
                load.outstandingMax,
                wall / jobs,
                cpu / jobs);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private void run(int count) throws InterruptedException {
        if (load.workers == 0) {
            runAlone(count);
            return;
        }
        AtomicInteger left = new AtomicInteger(count);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < load.workers; i++) {
            threads.add(new Thread(() -> work(left)));
        }
        for (int i = 0; i < load.submitters; i++) {
            int first = i;
            threads.add(new Thread(() -> submitEvery(first, count)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void runAlone(int count) {
        int most = Math.max(1, load.outstandingMax);
        int ahead = 0;
        for (int i = 0; i < count; i++) {
            if (ahead == most) {
                end(granted.remove());
                ahead--;
            }
            submit(i);
            ahead++;
        }
        for (; ahead > 0; ahead--) {
            end(granted.remove());
        }
    }

    private void submit(int index) {
        if (load.check) {
            dispatcher.submit(load.sets[index], client, index, JobOptions.DEFAULT);
        } else {
            dispatcher.submit(load.sets[index], client);
        }
    }

    private void end(Job job) {
        if (load.check) {
            check.run((Integer) job.attachment());
        }
        job.release();
    }

    private void submitEvery(int first, int count) {
        int spins = 0;
        for (int i = first; i < count; i += load.submitters) {
            if (load.outstandingMax > 0 && outstanding.get() >= load.outstandingMax) {
                while (outstanding.get() > load.outstandingMax / 2) {
                    spins = pause(spins);
                }
            }
            outstanding.getAndIncrement();
            submit(i);
        }
    }

    private void work(AtomicInteger left) {
        int spins = 0;
        while (left.get() > 0) {
            Job job = granted.poll();
            if (job == null) {
                spins = pause(spins);
            } else {
                spins = 0;
                end(job);
                outstanding.getAndDecrement();
                left.getAndDecrement();
            }
        }
    }

    private static int pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
            return spins + 1;
        }
        LockSupport.parkNanos(PARK_NANOS);
        return 0;
    }
}
