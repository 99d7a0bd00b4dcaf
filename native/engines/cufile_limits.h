// How long a batch of cuFile may be.
#pragma once

#include "engines/engine.h"

namespace ioproof {

/// Throws JobError CUFILE_TOO_OLD where the library or its driver has no batches, CUFILE_BATCH_TOO_LARGE where the
/// queue is longer than a batch may be: more than the driver takes or, where files may lack a direct path, with those
/// of the other workers more than there are host buffers for their blocks, since cuFile then waits without end.
void requireBatchFits(const EngineContext& context);

}  // namespace ioproof
