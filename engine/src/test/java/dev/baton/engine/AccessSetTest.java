package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AccessSetTest {
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final SyncQueue c = new SyncQueue("c");

    @Test
    void accessesAscendByQueueIdHoweverTheyWereNamed() {
        AccessSet set = AccessSet.builder().shared(c).unordered(a).exclusive(b).build();

        assertThat(set.accesses())
                .containsExactly(
                        new Access(a, AccessMode.UNORDERED),
                        new Access(b, AccessMode.EXCLUSIVE),
                        new Access(c, AccessMode.SHARED));
        assertThat(set.ordered())
                .containsExactly(
                        new Access(b, AccessMode.EXCLUSIVE), new Access(c, AccessMode.SHARED));
    }

    @Test
    void indexIsThatAmongTheOrderedAccesses() {
        AccessSet set = AccessSet.builder().shared(c).unordered(a).exclusive(b).build();

        assertThat(set.indexOf(b)).isZero();
        assertThat(set.indexOf(c)).isEqualTo(1);
        assertThat(set.indexOf(a)).isNegative();
        assertThat(set.indexOf(new SyncQueue("d"))).isNegative();
    }

    @Test
    void setDoesNotChangeWithItsBuilder() {
        AccessSet.Builder builder = AccessSet.builder().shared(a);
        AccessSet set = builder.build();
        builder.exclusive(a).exclusive(b);

        assertThat(set.accesses()).containsExactly(new Access(a, AccessMode.SHARED));
        assertThatThrownBy(() -> set.accesses().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void setOfNothingIsEmpty() {
        assertThat(AccessSet.builder().build()).isSameAs(AccessSet.empty());
        assertThat(AccessSet.exclusive().accesses()).isEmpty();
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> AccessSet.builder().shared((SyncQueue) null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> AccessSet.builder().add(a, null))
                .isInstanceOf(NullPointerException.class);
    }
}
