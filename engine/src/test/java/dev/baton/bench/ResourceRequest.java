package dev.baton.bench;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;

/** What a resource set of {@link OneLock} asks for: built and checked once, as an AccessSet is. */
final class ResourceRequest {
    private final OneLock.Resource[] resources;
    private final boolean[] exclusive;

    ResourceRequest(BitSet exclusive, OneLock.Resource... resources) {
        if (new HashSet<>(Arrays.asList(resources)).size() != resources.length) {
            throw new IllegalArgumentException("a resource is named twice");
        }
        this.resources = resources.clone();
        this.exclusive = new boolean[resources.length];
        exclusive.stream().forEach(i -> this.exclusive[i] = true);
    }

    static ResourceRequest exclusive(OneLock.Resource... resources) {
        BitSet all = new BitSet();
        all.set(0, resources.length);
        return new ResourceRequest(all, resources);
    }

    static ResourceRequest shared(OneLock.Resource... resources) {
        return new ResourceRequest(new BitSet(), resources);
    }

    int count() {
        return resources.length;
    }

    OneLock.Resource resource(int index) {
        return resources[index];
    }

    boolean isExclusive(int index) {
        return exclusive[index];
    }
}
