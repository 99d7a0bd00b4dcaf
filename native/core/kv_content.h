// The bytes of objects of a cache: incompressible, other ones in every sector, and known again when they are read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ioproof {

/// Each sector of 4096 bytes is one of some random ones, XORed with a key that follows from the seed, the object and
/// the place of the sector. Calls with the same seed give the same bytes in any order.
class KvContent {
public:
    explicit KvContent(uint64_t seed);

    /// `object`: any number; `offset`: a multiple of 4096.
    void fill(uint64_t object, uint64_t offset, std::byte* data, size_t length) const;
    /// Bytes at the start of `data` that are as fill() gives them.
    size_t matching(uint64_t object, uint64_t offset, const std::byte* data, size_t length);

private:
    static constexpr size_t sectorBytes = 4096;
    static constexpr size_t sectors = 61;

    void fillSector(uint64_t object, uint64_t sector, std::byte* data, size_t length) const;

    const uint64_t seed_;
    std::vector<std::byte> base_;
    std::vector<std::byte> expected_;
};

}  // namespace ioproof
