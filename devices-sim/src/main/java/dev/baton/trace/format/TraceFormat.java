package dev.baton.trace.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** What a trace can be written as. */
public enum TraceFormat {
    /** Protocol buffers, for ui.perfetto.dev and trace_processor. */
    PERFETTO("pftrace") {
        @Override
        TraceSink over(OutputStream out) throws IOException {
            return new PerfettoWriter(out);
        }
    },
    /** JSON, for chrome://tracing and every viewer that reads that. */
    CHROME("json") {
        @Override
        TraceSink over(OutputStream out) throws IOException {
            return new ChromeWriter(out);
        }
    },
    /** Text, for trace-cmd, gpuvis, and to be replayed. It holds the kernel's events only. */
    FTRACE("ftrace") {
        @Override
        TraceSink over(OutputStream out) throws IOException {
            return new FtraceWriter(out);
        }
    },
    /** Who followed whom on which buffer, as a graph for Graphviz, up to a number of arrows. */
    DOT("dot") {
        @Override
        TraceSink over(OutputStream out) {
            return new DotWriter(out);
        }
    };

    private static final int BUFFER_BYTES = 64 * 1024;

    private final String extension;

    TraceFormat(String extension) {
        this.extension = extension;
    }

    abstract TraceSink over(OutputStream out) throws IOException;

    /** Begins a file; closing the sink completes and closes it. */
    public TraceSink open(OutputStream out) throws IOException {
        return over(new BufferedOutputStream(out, BUFFER_BYTES));
    }

    /** How the names of such files end, without the dot. */
    public String extension() {
        return extension;
    }

    /** As the user writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
