// Arrays as numpy writes them to files: the header in front of the elements.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/sample_formats.h"

namespace ioproof {

/// What comes before the elements of an array in C order: format version 1.0, filled up with spaces as numpy 1.25 and
/// later do, so that the first axis may grow. `type`: `|u1`, `<i8`.
std::string npyHeader(const char* type, std::span<const uint64_t> dimensions);

/// Of the samples of a file as one array of bytes: height × width × samples, as DLIO's generator has it.
std::string npyHeaderOf(const SampleShape& shape);

/// Of a label of 64 bits for each sample.
std::string npyLabelHeader(uint64_t samples);
inline uint64_t npyLabelBytes(uint64_t samples) { return samples * sizeof(int64_t); }

uint64_t npyBytes(const SampleShape& shape);

}  // namespace ioproof
