// Incompressible sectors of which each is told by a key, and their checksums without a look at their bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace ioproof {

/// A sector is one of a few sectors of random bytes, which stay in the processor's cache, XORed with 64 random bytes
/// over and over, which its key gives. CRC32C is linear: the checksum of a sector follows from those of the random one
/// and of the 64 bytes.
class SectorContent {
public:
    static constexpr size_t sectorBytes = 4096;

    explicit SectorContent(uint64_t seed);

    /// Overwrites `count` sectors with those of the keys from `key` on, and returns the CRC32C of all.
    uint32_t fill(uint64_t key, std::byte* data, size_t count) const;

private:
    struct Base;
    std::shared_ptr<const Base> base_;
};

}  // namespace ioproof
