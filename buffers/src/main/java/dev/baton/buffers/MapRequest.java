package dev.baton.buffers;

/**
 * What a CPU mapping asks of its exporter; checked already. The {@code struct vm_area_struct} that
 * Linux's {@code dma_buf_ops.mmap} is given; unlike this, that one does not say whether its user
 * brackets.
 *
 * @param buffer the buffer
 * @param offset bytes from its start, whole pages
 * @param length bytes, at least 1, within the buffer
 * @param access whether it may write
 * @param bracketed whether its user will bracket each use, so that it may be cached without coherency
 *     as long as every importer agrees (B6)
 * @since 0.1
 */
public record MapRequest(
        SharedBuffer buffer,
        long offset,
        long length,
        CpuMapping.Access access,
        boolean bracketed) {}
