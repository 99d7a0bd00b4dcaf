// Incompressible buffer content: a fast stream of pseudo-random bytes, different for every block that is filled.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ioproof {

/// Fills buffers from eight interleaved xorshift128+ generators, which the compiler turns into vector code.
/// The stream never repeats within a job, so that neither compression nor deduplication can shrink it.
class DataPattern {
public:
    explicit DataPattern(uint64_t seed);

    /// Overwrites `length` bytes. Any length and alignment; multiples of 64 are the fast case.
    void fill(std::byte* data, size_t length);

private:
    static constexpr size_t lanes = 8;
    alignas(64) uint64_t first_[lanes];
    alignas(64) uint64_t second_[lanes];
};

}  // namespace ioproof
