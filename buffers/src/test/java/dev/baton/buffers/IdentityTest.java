package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.CpuMapping.Access;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** B9: export and import again yield the same object, as PRIME has it; an exporter knows its own. */
@Tag("B9")
class IdentityTest {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    @Test
    void exportingAgainYieldsTheSameBuffer() {
        OnePage exporter = new OnePage();
        BufferHandle first = SharedBuffer.export("front", PAGE, exporter);
        BufferHandle second = SharedBuffer.export("front", PAGE, exporter);
        assertThat(second).isNotSameAs(first);
        assertThat(second.buffer()).isSameAs(first.buffer());
        assertThat(first.buffer().info().handles()).isEqualTo(2);
        first.close();
        second.map(Access.READ_ONLY);
        assertThat(exporter.released).isZero();
    }

    @Test
    void anExporterKnowsItsOwnBufferWhateverWayItCameBack() {
        OnePage exporter = new OnePage();
        BufferHandle handle = SharedBuffer.export("front", PAGE, exporter);
        assertThat(exporter.backs(handle.duplicate())).isTrue();
        assertThat(new OnePage().backs(handle)).isFalse();
    }

    @Test
    void exportingAgainWithOtherWordsIsRefused() {
        OnePage exporter = new OnePage();
        SharedBuffer.export("front", PAGE, exporter);
        assertThatThrownBy(() -> SharedBuffer.export("front", 2 * PAGE, exporter))
                .isInstanceOf(BufferException.OutOfRange.class);
        assertThatThrownBy(() -> SharedBuffer.export("back", PAGE, exporter))
                .isInstanceOf(BufferException.OutOfRange.class)
                .hasMessage(
                        "B1: buffer \"back\": its exporter has exported buffer \"front\" of 4096"
                                + " bytes already; name the same");
    }

    @Test
    void anExporterWhoseBufferIsOverExportsNoSecondOne() {
        OnePage exporter = new OnePage();
        SharedBuffer.export("front", PAGE, exporter).close();
        assertThat(exporter.released).isEqualTo(1);
        assertThatThrownBy(() -> SharedBuffer.export("front", PAGE, exporter))
                .isInstanceOf(BufferException.Closed.class);
        assertThat(exporter.released).isEqualTo(1);
    }

    @Test
    void racingExportsYieldOneBuffer() {
        try (Race race = new Race(8)) {
            for (int round = 0; round < 1_000; round++) {
                OnePage exporter = new OnePage();
                List<BufferHandle> handles = Collections.synchronizedList(new ArrayList<>());
                Runnable export = () -> handles.add(SharedBuffer.export("raced", PAGE, exporter));
                race.run(export, export, export);
                assertThat(handles)
                        .extracting(BufferHandle::buffer)
                        .containsOnly(handles.get(0).buffer());
                handles.forEach(BufferHandle::close);
                assertThat(exporter.released).isEqualTo(1);
            }
        }
    }

    @Test
    @Tag("B2")
    void anExportThatFailsMeanwhileLeavesNobodyWithABufferOfNothing() throws Exception {
        AtomicReference<CompletableFuture<BufferHandle>> other = new AtomicReference<>();
        Exporter exporter = new PlainExporter() {
            @Override
            protected void exported(SharedBuffer buffer) {
                if (other.get() == null) {
                    other.set(exportedByAnother(this));
                    throw new BufferException.Exhausted("B8", "front", "try again");
                }
            }
        };
        assertThatThrownBy(() -> SharedBuffer.export("front", PAGE, exporter))
                .isInstanceOf(BufferException.Exhausted.class);
        BufferHandle handle = other.get().get();
        assertThat(SharedBuffer.export("front", PAGE, exporter).buffer()).isSameAs(handle.buffer());
    }

    /** Starts an export on another thread, and returns when that has ended or has to wait. */
    private static CompletableFuture<BufferHandle> exportedByAnother(Exporter exporter) {
        CompletableFuture<BufferHandle> handle = new CompletableFuture<>();
        Thread other =
                new Thread(() -> handle.complete(SharedBuffer.export("front", PAGE, exporter)));
        other.start();
        while (!handle.isDone() && other.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
        return handle;
    }

    private static final class OnePage extends PlainExporter {
        int released;

        @Override
        protected void release() {
            released++;
        }
    }
}
