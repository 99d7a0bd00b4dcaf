// Incompressible bytes in pieces of any length: the same bytes, wherever one piece ends and the next begins.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/data_pattern.h"

namespace ioproof {

/// A DataPattern that forgets nothing of what it has made between two pieces.
class DataStream {
public:
    explicit DataStream(uint64_t seed) : pattern_(seed) {}

    void fill(std::byte* data, size_t length);

private:
    static constexpr size_t step = 64;  // bytes that the pattern makes at once

    DataPattern pattern_;
    /// The rest of a step that was made but did not fit.
    std::array<std::byte, step> made_{};
    size_t madeLeft_ = 0;
};

}  // namespace ioproof
