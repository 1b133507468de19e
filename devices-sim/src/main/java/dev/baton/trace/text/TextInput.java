package dev.baton.trace.text;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** What a file holds, by its first bytes: gzip is unpacked, and what is inside can be guessed. */
public final class TextInput {
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private TextInput() {}

    /**
     * The bytes themselves, of a file that may be packed.
     *
     * @param source read as far as bytes are asked for
     * @return supports mark and reset
     * @throws UnreadableTextException if it begins as gzip does, and is none
     */
    public static InputStream plain(InputStream source) throws IOException {
        InputStream raw = new BufferedInputStream(source, CHUNK_BYTES);
        return isGzip(raw) ? unzipped(raw) : raw;
    }

    private static boolean isGzip(InputStream raw) throws IOException {
        raw.mark(2);
        try {
            return raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
        } catch (ZipException | EOFException e) {
            return false; // unpacked already, and damaged: whoever reads on will tell
        } finally {
            raw.reset();
        }
    }

    private static InputStream unzipped(InputStream raw) throws IOException {
        try {
            return new BufferedInputStream(new GZIPInputStream(raw, CHUNK_BYTES), CHUNK_BYTES);
        } catch (ZipException | EOFException e) {
            throw new UnreadableTextException("damaged gzip data");
        }
    }

    /**
     * The first byte, which stays to be read.
     *
     * @param plain as {@link #plain} gives it
     * @return the byte; -1 if there is none, or it cannot be unpacked
     */
    public static int first(InputStream plain) throws IOException {
        plain.mark(1);
        try {
            return plain.read();
        } catch (ZipException | EOFException e) {
            return -1; // whoever reads on will tell
        } finally {
            plain.reset();
        }
    }
}
