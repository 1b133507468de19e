package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.baton.trace.history.HistoryCheck;
import dev.baton.trace.history.HistoryReport;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** A line of a log costs the same however long the log is: counted in bytes allocated, not in time. */
class HistoryCostTest {
    private static final int LINES_MAX = 1_000_000;
    private static final int LINES_PER_JOB = 8;

    /** Three buffers each, exclusive or shared; everyone waits for the one before. */
    private static String job(long number) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            String mode = (number + i) % 3 == 0 ? "exclusive" : "shared";
            lines.append("request,%d,b%d,%s\n".formatted(number, (number + i) % 16, mode));
        }
        for (int i = 0; i < 3; i++) {
            lines.append("grant,%d,b%d,\n".formatted(number, (number + i) % 16));
        }
        return lines + "release,%1$d,b%2$d,\nrelease,%1$d,,\n".formatted(number, number % 16);
    }

    /** Written while it is read: the test keeps none of it. */
    private static final class Log extends InputStream {
        private final long jobs;
        private byte[] chunk = "event,job,buffer,mode\n".getBytes(StandardCharsets.UTF_8);
        private int at;
        private long number;

        Log(long jobs) {
            this.jobs = jobs;
        }

        @Override
        public int read() {
            if (at == chunk.length && number < jobs) {
                chunk = job(++number).getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            return at == chunk.length ? -1 : chunk[at++];
        }
    }

    @Test
    void aMillionLinesCostAsMuchEachAsTheFirst() throws IOException {
        allocatedPerLine(LINES_MAX / 10); // the classes
        double few = allocatedPerLine(LINES_MAX / 10);
        double many = allocatedPerLine(LINES_MAX);

        assertThat(many).isBetween(few * 0.8, few * 1.2);
    }

    private static double allocatedPerLine(int lines) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        HistoryReport report = HistoryCheck.check(new Log(lines / LINES_PER_JOB), read -> {});
        assertThat(report.broken()).isZero();
        assertThat(report.lines()).isEqualTo(lines + 1);
        return (double) (threads.getCurrentThreadAllocatedBytes() - before) / lines;
    }
}
