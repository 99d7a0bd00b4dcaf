// What a worker writes: seeds, blocks, samples.
#pragma once

#include <cstdint>
#include <memory>

#include "core/block_content.h"
#include "core/job_spec.h"
#include "core/sample_content.h"

namespace ioproof {

/// Content is new in every run: storage that finds the same bytes at the same place could save itself the write.
uint64_t contentSeed(uint64_t seed, uint32_t worker);

/// Content of the blocks of a worker.
ContentOptions contentOf(const JobSpec& spec, uint32_t worker);

/// Of files of samples; null where none are written.
std::unique_ptr<SampleContent> sampleContentOf(const JobSpec& spec, uint32_t worker);

}  // namespace ioproof
