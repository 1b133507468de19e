package dev.baton.buffers.heap;

import dev.baton.buffers.Storage;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Storage whose bytes are taken from the JVM when they are first wanted, as pages are at a fault. A
 * buffer that nobody has mapped yet costs no bytes.
 */
final class Pages implements Storage {
    /*
     *   field | guard | read  | written by | by whom
     *   bytes | none  | plain | CAS, once  | the first that wants them
     *
     * A plain read may miss the write of another thread; it then comes to the CAS, which does not.
     */
    private static final VarHandle BYTES;

    static {
        try {
            BYTES = MethodHandles.lookup().findVarHandle(Pages.class, "bytes", ByteStorage.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long size;
    private @Nullable ByteStorage bytes;

    Pages(long size) {
        this.size = size;
    }

    /** Takes the bytes now; false if the JVM has none left. */
    boolean populate() {
        try {
            bytes();
            return true;
        } catch (OutOfMemoryError e) {
            return false; // one array was refused and nothing else happened; the caller says so
        }
    }

    private ByteStorage bytes() {
        ByteStorage now = bytes;
        return now != null ? now : made();
    }

    private ByteStorage made() {
        ByteStorage fresh = new ByteStorage(size);
        ByteStorage before = (ByteStorage) BYTES.compareAndExchange(this, null, fresh);
        // Decides:   where the bytes are, for good.
        // Needs:     nothing; the CAS itself finds none.
        // Won:       the field leaves null once.
        // Lost:      the CAS brought the winner's along; ours were never written.
        // Orders:    the cleared bytes, before every read of the field.
        // Tested by: ChoiceTest#racingFirstUsesMeetInTheSameBytesAndChooseOnce
        return before == null ? fresh : before;
    }

    @Override
    public byte getByte(long offset) {
        return bytes().getByte(offset);
    }

    @Override
    public void putByte(long offset, byte value) {
        bytes().putByte(offset, value);
    }

    @Override
    public int getInt(long offset) {
        return bytes().getInt(offset);
    }

    @Override
    public void putInt(long offset, int value) {
        bytes().putInt(offset, value);
    }

    @Override
    public long getLong(long offset) {
        return bytes().getLong(offset);
    }

    @Override
    public void putLong(long offset, long value) {
        bytes().putLong(offset, value);
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        bytes().get(offset, into, at, length);
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        bytes().put(offset, from, at, length);
    }

    @Override
    public void fill(long offset, long length, byte value) {
        bytes().fill(offset, length, value);
    }

    @Override
    public ByteBuffer plain(long offset, long length) {
        return bytes().plain(offset, length);
    }
}
