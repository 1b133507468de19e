package dev.baton.trace.format;

import dev.baton.trace.text.FtraceReader;
import dev.baton.trace.text.TextInput;
import dev.baton.trace.text.UnreadableTextException;
import dev.baton.trace.text.WestonReader;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** What traces are read from; which of these a file is, its first bytes tell. */
public enum TraceSource {
    /** Text of the kernel's recorder, or of {@code trace-cmd report}. */
    FTRACE {
        @Override
        void copy(InputStream in, TraceSink sink) throws IOException {
            new FtraceReader(in, sink::ftrace).readAll();
        }
    },
    /** The timeline log of Weston, a Wayland compositor. */
    WESTON {
        @Override
        void copy(InputStream in, TraceSink sink) throws IOException {
            new WestonReader(in, new WestonTrace(sink)).readAll();
        }
    },
    /** Perfetto's protocol buffers. */
    PERFETTO {
        @Override
        void copy(InputStream in, TraceSink sink) throws IOException {
            new PerfettoReader(in, sink).readAll();
        }
    };

    /** Tag of a packet, and the first byte of every file of packets. */
    private static final int PACKET_TAG = PerfettoWriter.PACKET << 3 | 2;

    /** As the user reads it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract void copy(InputStream in, TraceSink sink) throws IOException;

    /**
     * Reads a trace, plain or gzip, to its end.
     *
     * @return what it was
     * @throws UnreadableTextException if it is none, or beyond a limit
     */
    public static TraceSource copyAll(InputStream in, TraceSink sink) throws IOException {
        InputStream plain = TextInput.plain(in);
        TraceSource source = switch (TextInput.first(plain)) {
            case PACKET_TAG -> PERFETTO;
            case '{' -> WESTON;
            default -> FTRACE;
        };
        source.copy(plain, sink);
        return source;
    }
}
