package dev.baton.buffers.machine;

/**
 * How the CPU reaches a page: the memory type in Linux's {@code pgprot_t}. Unlike there, there are
 * only the two that may not meet (B6); that writes are combined changes nothing but what they cost.
 *
 * @since 0.1
 */
public enum Caching {
    /** Through the cache. */
    CACHED,
    /** Past the cache: {@code pgprot_noncached} and {@code pgprot_writecombine}. */
    UNCACHED
}
