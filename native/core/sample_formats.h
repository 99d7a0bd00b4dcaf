// What is around the samples of a training data set, one class a container: how large it is and where the samples are.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/sample_file_spec.h"

namespace ioproof {

/// Bytes of a file from `offset` on.
struct ByteRange {
    uint64_t offset = 0;
    uint64_t length = 0;
};

/// The samples of one file: each of `height` rows of `width` bytes.
struct SampleShape {
    uint64_t height = 1;
    uint64_t width = 1;
    uint64_t samples = 1;

    uint64_t sampleBytes() const { return height * width; }
    uint64_t payloadBytes() const { return sampleBytes() * samples; }
};

/// Constant after set-up; one for all files of a data set.
class SampleFormat {
public:
    virtual ~SampleFormat() = default;

    /// Bytes of a sample where they follow from the format; 0: they are drawn.
    virtual uint64_t fixedSampleBytes() const { return 0; }
    /// Bytes of a file, its container included.
    virtual uint64_t fileBytes(const SampleShape& shape) const = 0;
    /// What a loader reads to have this sample: the sample itself, or the row group or the file that holds it.
    virtual ByteRange placeOf(const SampleShape& shape, uint64_t sample) const = 0;
    /// False where a file is read from its first byte on, and a sample is there once all bytes up to its end are.
    virtual bool hasRandomSamples() const { return true; }

    /// Of formats with row groups: the end of the file that tells where they are, and the parts of one that are read.
    virtual ByteRange footer(const SampleShape&) const { return {}; }
    virtual std::vector<ByteRange> readParts(const SampleShape&, uint64_t /*group*/) const { return {}; }

    /// What the names of the companions of a data file have behind its own.
    virtual std::span<const std::string_view> companions() const { return {}; }
    virtual uint64_t companionBytes(const SampleShape&) const { return 0; }
};

/// By the container of the spec. Throws JobError BAD_SPEC for what it cannot hold.
std::shared_ptr<const SampleFormat> makeSampleFormat(const SampleFileSpec& spec);

}  // namespace ioproof
