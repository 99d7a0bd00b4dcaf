// CRC32C, the checksum of iSCSI, ext4, btrfs and NVMe, with the processor's instruction where it has one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ioproof {

/// 1EDC6F41h, its bits in reverse.
inline constexpr uint32_t crc32cPolynomial = 0x82f63b78u;

/// CRC-32C of the bytes (Castagnoli's polynomial, RFC 3720 section 12.1). `before`: the checksum of what precedes them,
/// so that crc32c(b, n, crc32c(a, m)) is the checksum of a and b in a row.
uint32_t crc32c(const std::byte* data, size_t length, uint32_t before = 0);

/// The checksum of a and b in a row from `first`, of a, and `second`, of b, which has `length` bytes.
uint32_t crc32cJoined(uint32_t first, uint32_t second, uint64_t length);

/// One way of computing the same.
struct Crc32cPath {
    const char* name;
    uint32_t (*run)(const std::byte* data, size_t length, uint32_t before);
};

/// Those that this processor can run, the fastest first: `sse4.2` or `armv8`, then `portable`.
std::span<const Crc32cPath> crc32cPaths();

}  // namespace ioproof
