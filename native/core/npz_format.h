// numpy.savez: a ZIP archive of two arrays that are stored and not compressed, `x.npy` the samples, `y.npy` a label
// each.
#pragma once

#include <cstdint>
#include <string>

#include "core/sample_formats.h"

namespace ioproof {

/// Bytes of the whole file: 498 more than its sample, or more with many samples or from 2 GiB on.
uint64_t npzBytes(const SampleShape& shape);

/// The pieces of the file in their order; between them lie the samples, and behind the second the labels, all of them
/// 0.
struct NpzFrames {
    /// Up to the samples.
    std::string samples;
    /// Up to the labels.
    std::string labels;
    /// The directory of the archive.
    std::string directory;
};

/// CRC-32 of the members as they are to be.
struct NpzChecksums {
    uint32_t samples;
    uint32_t labels;
};

NpzFrames npzFrames(const SampleShape& shape, const NpzChecksums& checksums);

}  // namespace ioproof
