// CRC-32 of zip, gzip and Ethernet, with the processor's instructions where it has them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ioproof {

/// `before`: the checksum of what precedes the bytes, so that crc32(b, n, crc32(a, m)) is that of a and b in a row.
uint32_t crc32(const std::byte* data, size_t length, uint32_t before = 0);

/// The four bytes, the first one lowest, that make the checksum of all before them and of themselves `wanted`.
uint32_t crc32Patch(uint32_t before, uint32_t wanted);

/// One way of computing the same.
struct Crc32Path {
    const char* name;
    uint32_t (*run)(const std::byte* data, size_t length, uint32_t before);
};

/// Those that this processor can run, the fastest first: `pclmul` or `armv8`, then `portable`.
std::span<const Crc32Path> crc32Paths();

}  // namespace ioproof
