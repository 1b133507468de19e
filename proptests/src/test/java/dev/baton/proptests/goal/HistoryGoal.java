package dev.baton.proptests.goal;

import static dev.baton.engine.AccessMode.EXCLUSIVE;
import static dev.baton.engine.AccessMode.SHARED;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;
import dev.baton.trace.history.HistoryCheck;
import dev.baton.trace.history.HistoryReport;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** G11: a long log, and many good histories. */
final class HistoryGoal implements Goal {
    private static final int JOBS = 1_000_000;
    private static final int BUFFERS = 64;
    private static final int BUFFERS_PER_JOB = 4;
    private static final double SECONDS = 10;
    private static final long HISTORIES = 10_000_000;

    @Override
    public String name() {
        return "G11";
    }

    @Override
    public String aim() {
        return "a log of 10^6 jobs on 4 buffers each is checked within 10 s of CPU; no false alarm in"
                + " 10^7 good histories";
    }

    @Override
    public Measured measure(Duration budget) {
        double deadline = Cpu.seconds() + budget.toMillis() / 1e3;
        try {
            Path log = Files.createTempFile("history", ".csv");
            try {
                write(log);
                return check(log, deadline);
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Measured check(Path log, double deadline) throws IOException {
        double begin = Cpu.seconds();
        HistoryReport report;
        try (InputStream in = Files.newInputStream(log)) {
            report = HistoryCheck.check(in, lines -> {});
        }
        double seconds = Cpu.seconds() - begin;
        boolean right = report.jobs() == JOBS && report.broken() == 0 && report.damagedLines() == 0;
        long histories = goodHistories(deadline);
        return Measured.of(
                right && seconds <= SECONDS && histories >= HISTORIES,
                String.format(
                        Locale.ROOT,
                        "%,d lines of CSV in %.1f s of CPU; 0 alarms in %,d histories of eight jobs",
                        report.lines(),
                        seconds,
                        histories));
    }

    private static void write(Path log) throws IOException {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(log)) {
            out.write("event,job,buffer,mode\n");
            for (int job = 1; job <= JOBS; job++) {
                int first = random.nextInt(BUFFERS);
                for (int i = 0; i < BUFFERS_PER_JOB; i++) {
                    String mode = random.nextBoolean() ? ",shared\n" : ",exclusive\n";
                    out.write("request," + job + ",b" + (first + i * 7) % BUFFERS + mode);
                }
                out.write("grant," + job + ",,\nrelease," + job + ",,\n");
            }
        }
    }

    /** What the engine does is good: an alarm here is false, or worse. */
    private static long goodHistories(double deadline) {
        Random random = new Random(1);
        long histories = 0;
        while (histories < HISTORIES && Cpu.seconds() < deadline) {
            for (int i = 0; i < 100; i++) {
                goodHistory(random);
            }
            histories += 100;
        }
        return histories;
    }

    private static void goodHistory(Random random) {
        Laws laws = Laws.all();
        Dispatcher dispatcher = new Dispatcher(new EventStream(() -> 0, laws));
        List<SyncQueue> queues =
                List.of(new SyncQueue("A"), new SyncQueue("B"), new SyncQueue("C"));
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            AccessSet.Builder set = AccessSet.builder();
            for (SyncQueue queue : queues) {
                int dice = random.nextInt(4);
                if (dice > 1) {
                    set.add(queue, dice == 2 ? SHARED : EXCLUSIVE);
                }
            }
            jobs.add(dispatcher.submit(set.build(), granted -> {}));
            Job any = jobs.get(random.nextInt(jobs.size()));
            end(any);
        }
        while (jobs.removeIf(job -> job.outcome() != null)) {
            jobs.forEach(HistoryGoal::end);
        }
        laws.end();
        if (laws.broken() > 0) {
            throw new AssertionError(laws.violations());
        }
    }

    private static void end(Job job) {
        if (job.isGranted()) {
            job.release();
        }
    }
}
