package dev.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.bench.OneLock.Resource;
import dev.baton.bench.OneLock.ResourceSet;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The peer grants rightly: a wrong one would be worth nothing to be faster than. */
class OneLockTest {
    private final OneLock kds = new OneLock();
    private final Resource a = new Resource();
    private final Resource b = new Resource();
    private final List<ResourceSet> granted = new ArrayList<>();

    @Test
    void freeResourcesAreGrantedBeforeWaitAllReturns() {
        ResourceSet set = exclusive(a, b);
        assertThat(granted).containsExactly(set);
        assertThat(kds.release(set)).isTrue();
        assertThat(kds.release(set)).isFalse();
    }

    @Test
    void releaseBeforeTheGrantIsRefusedAndChangesNothing() {
        ResourceSet owner = exclusive(a);
        ResourceSet next = exclusive(a);
        assertThatThrownBy(() -> kds.release(next)).isInstanceOf(IllegalStateException.class);
        kds.release(owner);
        assertThat(granted).containsExactly(owner, next);
    }

    @Test
    void writerWaitsForAllReadersAndLaterReadersForIt() {
        ResourceSet first = shared(a);
        ResourceSet second = shared(a);
        ResourceSet writer = exclusive(a);
        ResourceSet third = shared(a);
        kds.release(second);
        assertThat(granted).containsExactly(first, second);
        kds.release(first);
        assertThat(granted).containsExactly(first, second, writer);
        kds.release(writer);
        assertThat(granted).containsExactly(first, second, writer, third);
    }

    @Test
    void readersBehindOneWriterAreGrantedTogetherInOrder() {
        ResourceSet writer = exclusive(a, b);
        List<ResourceSet> readers =
                IntStream.range(0, 15).mapToObj(i -> shared(a, b)).toList();
        ResourceSet next = exclusive(a, b);
        kds.release(writer);
        assertThat(granted.subList(1, granted.size())).isEqualTo(readers);
        readers.forEach(kds::release);
        assertThat(granted.get(16)).isSameAs(next);
    }

    /** The grant falls when the last resource comes, and a waiting set keeps its others (KDS). */
    @Test
    void grantNeedsAllResources() {
        ResourceSet holderOfA = exclusive(a);
        ResourceSet holderOfB = exclusive(b);
        ResourceSet both = exclusive(a, b);
        ResourceSet behind = exclusive(a);
        kds.release(holderOfA);
        assertThat(granted).doesNotContain(both, behind);
        kds.release(holderOfB);
        assertThat(granted).endsWith(both).doesNotContain(behind);
    }

    /** KDS1: the second reader's end must not count the third set's link on A again. */
    @Test
    void readerReleasedOutOfOrderGrantsNobodyFalsely() {
        ResourceSet holder = exclusive(b);
        shared(a);
        ResourceSet second = shared(a);
        ResourceSet waiting = kds.waitAll(new ResourceRequest(bits(1), a, b), granted::add);
        kds.release(second);
        assertThat(granted).doesNotContain(waiting);
        kds.release(holder);
        assertThat(granted).endsWith(waiting);
    }

    /** KDS3. */
    @Test
    void cancelOfWriterLetsReadersBehindItIn() {
        ResourceSet reader = shared(a);
        ResourceSet writer = exclusive(a);
        ResourceSet behind = shared(a);
        assertThat(kds.cancel(writer)).isTrue();
        assertThat(kds.cancel(writer)).isFalse();
        assertThat(granted).containsExactly(reader, behind);
    }

    @Test
    void cancelBehindAWaitingWriterGrantsNobody() {
        ResourceSet reader = shared(a);
        ResourceSet writer = exclusive(a);
        ResourceSet cancelled = shared(a);
        ResourceSet last = shared(a);
        kds.cancel(cancelled);
        assertThat(granted).containsExactly(reader);
        kds.release(reader);
        kds.release(writer);
        assertThat(granted).containsExactly(reader, writer, last);
    }

    /** KDS9. */
    @Test
    void resourceNamedTwiceIsRefused() {
        assertThatThrownBy(() -> ResourceRequest.exclusive(a, a))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ResourceSet exclusive(Resource... resources) {
        return kds.waitAll(ResourceRequest.exclusive(resources), granted::add);
    }

    private ResourceSet shared(Resource... resources) {
        return kds.waitAll(ResourceRequest.shared(resources), granted::add);
    }

    private static BitSet bits(int... set) {
        return IntStream.of(set).collect(BitSet::new, BitSet::set, BitSet::or);
    }
}
