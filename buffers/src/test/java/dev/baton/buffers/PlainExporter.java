package dev.baton.buffers;

import java.util.List;

/** One page of nothing, for tests of what needs no bytes. */
class PlainExporter extends Exporter {
    @Override
    public String name() {
        return "plain";
    }

    @Override
    protected List<Segment> map(Attachment attachment, Direction direction) {
        return List.of(new Segment(0, SharedBuffer.PAGE_SIZE));
    }

    @Override
    protected void unmap(Attachment attachment, List<Segment> segments, Direction direction) {}

    @Override
    protected Storage pages() {
        throw new AssertionError("it has no bytes");
    }

    @Override
    protected Storage mmap(MapRequest request) {
        return NO_BYTES;
    }

    @Override
    protected void release() {}

    private static final Storage NO_BYTES = new Storage() {
        @Override
        public byte getByte(long offset) {
            return 0;
        }

        @Override
        public void putByte(long offset, byte value) {}

        @Override
        public int getInt(long offset) {
            return 0;
        }

        @Override
        public void putInt(long offset, int value) {}

        @Override
        public long getLong(long offset) {
            return 0;
        }

        @Override
        public void putLong(long offset, long value) {}

        @Override
        public void get(long offset, byte[] into, int at, int length) {}

        @Override
        public void put(long offset, byte[] from, int at, int length) {}

        @Override
        public void fill(long offset, long length, byte value) {}
    };
}
