// All that the stand-in of CUDA keeps: devices, contexts, allocations, streams and events.
#pragma once

#include <array>
#include <set>

#include "test/standin/cuda/stream.h"
#include "test/standin/device_memory.h"

namespace ioproof::cuda {

struct ContextOpaque {
    int device = 0;
    std::atomic<int> retained{0};
};

}  // namespace ioproof::cuda

namespace ioproof::standin {

/// Never taken down: threads may call until the process has ended.
struct CudaState {
    std::atomic<bool> initialized{false};
    std::array<cuda::ContextOpaque, mostGpus> contexts;
    RangeTable memory;
    RangeTable locked;
    std::mutex mutex;
    std::map<cuda::Stream, std::shared_ptr<StreamQueue>> streams;
    std::map<cuda::Event, std::shared_ptr<EventMark>> events;
    std::atomic<int> openDrivers{0};
    std::atomic<uint64_t> copies{0};
};

CudaState& cudaState();

/// Until all that the stream was given is done.
cuda::Result waitFor(cuda::Stream stream);

/// On this thread.
void setCurrentContext(cuda::ContextOpaque* context);

/// Why a call must be refused: by the script, before cuInit, or without a context; else 0.
cuda::Result refusal(const char* function);
/// Likewise, for functions that need no context.
cuda::Result refusalWithoutContext(const char* function);

}  // namespace ioproof::standin
