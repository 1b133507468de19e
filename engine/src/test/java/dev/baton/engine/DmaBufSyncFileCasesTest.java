package dev.baton.engine;

import static dev.baton.engine.AccessMode.EXCLUSIVE;
import static dev.baton.engine.AccessMode.SHARED;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;
import dev.baton.fence.FenceStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The cases of IGT's {@code tests/dmabuf_sync_file.c}: exporting what a buffer waits for as a fence,
 * and importing fences into it. Where IGT polls a dma-buf, this asks whether a job could go.
 */
@Tag("S10")
class DmaBufSyncFileCasesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int READERS = 32;

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final SyncQueue buffer = new SyncQueue("buffer");

    @AfterEach
    void lawsHold() {
        assertReadable(true);
        assertWritable(true);
        observed.assertLawsHold();
    }

    private Job use(AccessMode mode) {
        return dispatcher.submit(AccessSet.builder().add(buffer, mode).build(), job -> {});
    }

    private Fence export(AccessMode mode) {
        return dispatcher.exportFence(buffer, mode);
    }

    private void importAs(AccessMode mode, FenceSource source) {
        AccessSet set = AccessSet.builder().add(buffer, mode).build();
        dispatcher.importFence(set, source.fence(), LONG);
    }

    private void assertReadable(boolean yes) {
        assertThat(buffer.isReady(SHARED)).as("a reader could go").isEqualTo(yes);
        assertThat(export(SHARED).isSignaled()).as("exported for a reader").isEqualTo(yes);
    }

    private void assertWritable(boolean yes) {
        assertThat(buffer.isReady(EXCLUSIVE)).as("a writer could go").isEqualTo(yes);
        assertThat(export(EXCLUSIVE).isSignaled()).as("exported for a writer").isEqualTo(yes);
    }

    @Test
    @Tag("dmabuf_sync_file/export-basic")
    void idleBufferExportsASignaledFenceAndAWrittenOneAPendingOne() {
        assertReadable(true);
        assertWritable(true);
        Job writer = use(EXCLUSIVE);
        assertReadable(false);
        assertWritable(false);
        writer.release();
    }

    @Test
    @Tag("dmabuf_sync_file/export-before-signal")
    void readerIsNothingToAReaderAndAWriterIsSomethingToAll() {
        Job reader = use(SHARED);
        Fence pastReaderToRead = export(SHARED);
        Fence pastReaderToWrite = export(EXCLUSIVE);
        assertThat(pastReaderToRead.isSignaled()).isTrue();
        assertThat(pastReaderToWrite.isSignaled()).isFalse();

        Job writer = use(EXCLUSIVE);
        Fence pastWriterToRead = export(SHARED);
        Fence pastWriterToWrite = export(EXCLUSIVE);
        assertThat(pastWriterToRead.isSignaled()).isFalse();
        assertThat(pastWriterToWrite.isSignaled()).isFalse();

        reader.release();
        assertThat(pastReaderToWrite.isSignaled()).isTrue();
        assertThat(pastWriterToRead.isSignaled()).isFalse();
        assertThat(pastWriterToWrite.isSignaled()).isFalse();
        writer.release();
        assertThat(pastWriterToRead.isSignaled()).isTrue();
        assertThat(pastWriterToWrite.isSignaled()).isTrue();
    }

    @Test
    @Tag("dmabuf_sync_file/export-multiwait")
    @Tag("C25")
    void readersThatComeAfterTheExportDoNotExtendIt() {
        Job first = use(SHARED);
        Job second = use(SHARED);
        Fence fence = export(EXCLUSIVE);
        Job third = use(SHARED);
        first.release();
        assertThat(fence.isSignaled()).isFalse();
        second.release();
        assertThat(fence.status()).isEqualTo(FenceStatus.SIGNALED);
        assertWritable(false);
        third.release();
    }

    @Test
    @Tag("dmabuf_sync_file/export-wait-after-attach")
    void fenceExportedBeforeAWriterCameStaysSignaled() {
        Fence forReader = export(SHARED);
        Fence forWriter = export(EXCLUSIVE);
        Job writer = use(EXCLUSIVE);
        assertThat(forReader.isSignaled()).isTrue();
        assertThat(forWriter.isSignaled()).isTrue();

        Fence again = export(SHARED);
        assertThat(again.isSignaled()).isFalse();
        writer.release();
        assertThat(again.isSignaled()).isTrue();
    }

    @Test
    @Tag("dmabuf_sync_file/import-basic")
    void importedReaderKeepsWritersAndAnImportedWriterKeepsAll() {
        for (AccessMode mode : List.of(SHARED, EXCLUSIVE)) {
            FenceSource source = new FenceSource("imported");
            importAs(mode, source);
            assertReadable(mode == SHARED);
            assertWritable(false);
            source.signal();
            assertReadable(true);
            assertWritable(true);
        }
        FenceSource both = new FenceSource("imported to read and to write");
        AccessSet set =
                AccessSet.builder().add(buffer, SHARED).add(buffer, EXCLUSIVE).build();
        dispatcher.importFence(set, both.fence(), LONG);
        assertReadable(false);
        assertWritable(false);
        both.signal();
    }

    @Test
    @Tag("dmabuf_sync_file/import-multiple-read-only")
    void writerWaitsForTheLastOfManyImportedReaders() {
        List<FenceSource> readers = importReaders();
        for (FenceSource reader : readers) {
            assertReadable(true);
            assertWritable(false);
            reader.signal();
        }
        assertWritable(true);
    }

    @Test
    @Tag("dmabuf_sync_file/import-multiple-read-write")
    void everybodyWaitsForAnImportedWriterBehindManyReaders() {
        List<FenceSource> readers = importReaders();
        FenceSource writer = new FenceSource("writer");
        importAs(EXCLUSIVE, writer);
        readers.forEach(FenceSource::signal);
        assertReadable(false);
        assertWritable(false);
        writer.signal();
    }

    /** In the order in which they end: the last that came is the first. */
    private List<FenceSource> importReaders() {
        List<FenceSource> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(new FenceSource("reader " + i));
            importAs(SHARED, readers.get(i));
        }
        Collections.reverse(readers);
        return readers;
    }
}
