package dev.baton.sim.demo;

import dev.baton.sim.gpu.GpuWork;
import dev.baton.sim.kms.FlipListener;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Consumer;

/** One frame on its way: drawn by the GPU, flipped to, checked row by row as it is scanned out. */
final class Frame implements GpuWork, FlipListener {
    private static final int BANDS = 30;
    static final long NOT_YET = -1;

    final int number;
    final Canvas framebuffer;
    private final FramePattern pattern;
    private final long durationNanos;
    private final Consumer<Frame> onRendered;
    private final Consumer<Frame> onLatched;

    long renderStartNanos = NOT_YET;
    long renderEndNanos = NOT_YET;
    long latchNanos = NOT_YET;

    /** What the beam has read; kept while the frame is on the screen. */
    private int @Nullable [] scannedOut;

    private int firstRowNumber;
    int tornRow;
    boolean stale;

    Frame(
            int number,
            Canvas framebuffer,
            FramePattern pattern,
            long durationNanos,
            Consumer<Frame> onRendered,
            Consumer<Frame> onLatched) {
        this.number = number;
        this.framebuffer = framebuffer;
        this.pattern = pattern;
        this.durationNanos = durationNanos;
        this.onRendered = onRendered;
        this.onLatched = onLatched;
    }

    @Override
    public long durationNanos() {
        return durationNanos;
    }

    @Override
    public int bands() {
        return BANDS;
    }

    /** Draws from the bottom up, as GL counts its rows: the beam meets the newest rows last. */
    @Override
    public void draw(int band) {
        int height = framebuffer.height();
        int[] line = new int[framebuffer.width()];
        for (int i = height * band / BANDS; i < height * (band + 1) / BANDS; i++) {
            int row = height - 1 - i;
            pattern.draw(number, row, line);
            framebuffer.writeRow(row, line);
        }
    }

    @Override
    public void completed(long startNanos, long endNanos) {
        renderStartNanos = startNanos;
        renderEndNanos = endNanos;
        onRendered.accept(this);
    }

    @Override
    public void latched(long sequence, long nanos) {
        latchNanos = nanos;
        scannedOut = new int[framebuffer.width() * framebuffer.height()];
        onLatched.accept(this);
    }

    /** Torn: rows of more than one frame. Stale: a row of another frame than was asked for. */
    @Override
    public void scannedOut(ScanLines lines) {
        ByteBuffer bytes = ByteBuffer.wrap(lines.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int[] line = new int[framebuffer.width()];
        for (int row = lines.rows().from(); row < lines.rows().to(); row++) {
            for (int x = 0; x < line.length; x++) {
                line[x] = bytes.getInt();
            }
            scannedOut(row, line);
        }
    }

    private void scannedOut(int row, int[] line) {
        System.arraycopy(
                line, 0, Objects.requireNonNull(scannedOut), row * line.length, line.length);
        int rowNumber = pattern.numberOf(line);
        if (row == 0) {
            firstRowNumber = rowNumber;
        }
        if (tornRow == 0 && rowNumber != firstRowNumber) {
            tornRow = row;
        }
        stale |= rowNumber != number;
    }

    boolean isTorn() {
        return tornRow > 0;
    }

    boolean isOnItsWay() {
        return renderEndNanos != NOT_YET && latchNanos == NOT_YET;
    }

    /** Ends the frame's time on the screen; what was seen of it, top to bottom. */
    Picture leaveScreen(String name) {
        int[] pixels = Objects.requireNonNull(scannedOut);
        scannedOut = null;
        return new Picture(name, framebuffer.width(), framebuffer.height(), pixels);
    }
}
