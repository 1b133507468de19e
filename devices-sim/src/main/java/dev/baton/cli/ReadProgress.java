package dev.baton.cli;

import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;

/** Tells how much of a file has been read. */
final class ReadProgress extends FilterInputStream {
    private final Progress progress;
    private long bytes;

    /** Of a file, or of what is no file and has no length. */
    ReadProgress(InputStream in, PrintWriter err, String file) {
        super(in);
        File named = new File(file);
        long length = named.isFile() ? named.length() : Progress.UNKNOWN;
        this.progress = Progress.of(err, "bytes", length);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        bytes += Math.max(0, count);
        progress.at(bytes);
        return count;
    }

    @Override
    public void close() throws IOException {
        progress.close();
        super.close();
    }
}
