// Where a worker of each kind of job gets its chains from.
#pragma once

#include <cstdint>
#include <memory>

#include "sources/source.h"

namespace ioproof {

struct JobContext;

/// The context must outlive the source.
std::unique_ptr<Source> sourceOf(const JobContext& job, uint32_t worker);

}  // namespace ioproof
