package dev.baton.trace.text;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/** The lines of a text, plain or gzip by its first bytes, never more of it in memory than one. */
public final class LineSource {
    /** Ftrace itself writes lines of at most one page. */
    public static final int LINE_BYTES_MAX = 16 * 1024;

    /** Of text, after decompression. */
    public static final long TEXT_BYTES_MAX = 4L << 30;

    private static final int CHUNK_BYTES = 64 * 1024;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final InputStream in;
    private final long textBytesMax;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int at;
    private int end;
    private long bytes;
    private boolean tooLong;
    private boolean cut;
    private boolean first = true;

    /**
     * Lines still to be read.
     *
     * @param source read as far as lines are asked for, not closed
     * @throws UnreadableTextException if it begins as gzip does, and is none
     */
    public LineSource(InputStream source) throws IOException {
        this(source, TEXT_BYTES_MAX);
    }

    /**
     * Lines still to be read, of a text that may be longer than others.
     *
     * @param source read as far as lines are asked for, not closed
     * @param textBytesMax of text, after decompression
     * @throws UnreadableTextException if it begins as gzip does, and is none
     */
    public LineSource(InputStream source, long textBytesMax) throws IOException {
        this.textBytesMax = textBytesMax;
        this.in = TextInput.plain(source);
    }

    /**
     * The next line; {@link #tooLong} tells what it may be worth.
     *
     * @return the line without its end; null behind the last one
     * @throws UnreadableTextException if the text is too large
     */
    public @Nullable String next() throws IOException {
        line.reset();
        tooLong = false;
        boolean any = false;
        while (at < end || fill()) {
            any = true;
            int newline = at;
            while (newline < end && chunk[newline] != '\n') {
                newline++;
            }
            keep(newline - at);
            at = newline;
            if (at < end) {
                at++;
                return text();
            }
        }
        return any ? text() : null;
    }

    /**
     * Whether the line last returned was longer than any real one.
     *
     * @return whether its text is not all there
     */
    public boolean tooLong() {
        return tooLong;
    }

    /**
     * Whether the compressed data ended before the text did, or is damaged there.
     *
     * @return whether what was returned last, line or null, may not be all
     */
    public boolean cut() {
        return cut;
    }

    /**
     * How much was read.
     *
     * @return bytes of text
     */
    public long bytes() {
        return bytes;
    }

    private boolean fill() throws IOException {
        if (cut) {
            return false;
        }
        at = 0;
        end = 0;
        try {
            end = Math.max(0, in.read(chunk));
        } catch (ZipException | EOFException e) {
            cut = true; // what was unpacked before this is good
        }
        bytes += end;
        if (bytes > textBytesMax) {
            throw new UnreadableTextException("more than " + textBytesMax + " bytes of text");
        }
        return end > 0;
    }

    private void keep(int count) {
        int room = LINE_BYTES_MAX - line.size();
        tooLong |= count > room;
        line.write(chunk, at, Math.min(count, room));
    }

    private String text() {
        String text = line.toString(StandardCharsets.UTF_8);
        int start = first && text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
        first = false;
        return text.substring(start, text.length() - (text.endsWith("\r") ? 1 : 0));
    }
}
