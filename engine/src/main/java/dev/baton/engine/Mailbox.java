package dev.baton.engine;

/** A client whose {@code granted} runs no user code, holds nothing and cannot fail. */
interface Mailbox extends Client {}
