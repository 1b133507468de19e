package dev.baton.buffers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.References.Kind;
import dev.baton.buffers.References.Taken;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The word that counts handles and mappings. */
@Tag("B2")
class ReferencesTest {
    private final References references = new References();

    @Test
    void aBufferIsBornWithOneHandle() {
        assertCounts(1, 0);
    }

    @Test
    void theCountsDoNotTouchEachOther() {
        references.take(Kind.MAPPING);
        references.take(Kind.MAPPING);
        references.take(Kind.HANDLE);
        assertCounts(2, 2);
        references.drop(Kind.MAPPING);
        assertCounts(2, 1);
        references.drop(Kind.HANDLE);
        assertCounts(1, 1);
    }

    @Test
    void onlyTheDropThatLeavesNothingIsTheLast() {
        references.take(Kind.MAPPING);
        assertThat(references.drop(Kind.HANDLE)).isFalse();
        assertThat(references.drop(Kind.MAPPING)).isTrue();
        assertCounts(0, 0);
    }

    @Test
    void nothingIsTakenOnceAllIsReleased() {
        references.drop(Kind.HANDLE);
        for (Kind kind : Kind.values()) {
            assertThat(references.take(kind)).isSameAs(Taken.RELEASED);
        }
        assertThat(references.word()).isZero();
    }

    @Test
    void aFullCountRefusesAndDoesNotCarryIntoItsNeighbour() {
        for (int mappings = 0; mappings < References.COUNT_MAX; mappings++) {
            references.take(Kind.MAPPING);
        }
        assertThat(references.take(Kind.MAPPING)).isSameAs(Taken.FULL);
        assertCounts(1, References.COUNT_MAX);
        for (int handles = 1; handles < References.COUNT_MAX; handles++) {
            references.take(Kind.HANDLE);
        }
        assertThat(references.take(Kind.HANDLE)).isSameAs(Taken.FULL);
        assertCounts(References.COUNT_MAX, References.COUNT_MAX);
        references.drop(Kind.MAPPING);
        assertThat(references.take(Kind.MAPPING)).isSameAs(Taken.YES);
    }

    private void assertCounts(int handles, int mappings) {
        long word = references.word();
        assertThat(References.count(word, Kind.HANDLE)).isEqualTo(handles);
        assertThat(References.count(word, Kind.MAPPING)).isEqualTo(mappings);
    }
}
