// What files of samples are written with: samples in their container, byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/sample_files.h"

namespace ioproof {

/// Content of one kind of container, one file at a time from its first byte to its last, in memory that does not grow
/// with the file. The bytes do not depend on where one piece ends and the next begins.
class SampleContent {
public:
    virtual ~SampleContent() = default;

    /// Overwrites `length` bytes with those of a file from `offset` on: 0, which begins the file, or where the last
    /// piece has ended.
    virtual void fill(uint64_t file, uint64_t offset, std::byte* data, size_t length) = 0;
};

/// Of a training data set. `seed`: another one for each worker and job, so that none writes what another has written.
/// Companions are made by the same object. Throws JobError BAD_SPEC.
std::unique_ptr<SampleContent> makeSampleContent(std::shared_ptr<const SampleFiles> files, uint64_t seed);

}  // namespace ioproof
