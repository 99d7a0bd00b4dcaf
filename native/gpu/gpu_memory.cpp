// Each constructor takes what its destructor gives back. What fails on the way back is nobody's to mend.
#include "gpu/gpu_memory.h"

namespace ioproof {

DeviceMemory::DeviceMemory(const CudaLibrary& cuda, size_t bytes) : cuda_(cuda), size_(bytes) {
    cuda_.require(cuda_->cuMemAlloc_v2(&address_, bytes), "cuMemAlloc of " + std::to_string(bytes) + " bytes");
}

DeviceMemory::~DeviceMemory() { cuda_->cuMemFree_v2(address_); }

PinnedMemory::PinnedMemory(const CudaLibrary& cuda, void* memory, size_t bytes) : cuda_(cuda), memory_(memory) {
    cuda_.require(cuda_->cuMemHostRegister_v2(memory, bytes, cuda::hostRegisterPortable),
                  "cuMemHostRegister of " + std::to_string(bytes) + " bytes");
}

PinnedMemory::~PinnedMemory() { cuda_->cuMemHostUnregister(memory_); }

GpuStream::GpuStream(const CudaLibrary& cuda) : cuda_(&cuda) {
    cuda.require(cuda->cuStreamCreate(&stream_, cuda::streamNonBlocking), "cuStreamCreate");
}

GpuStream::~GpuStream() {
    if (stream_ != nullptr) (*cuda_)->cuStreamDestroy_v2(stream_);
}

GpuEvent::GpuEvent(const CudaLibrary& cuda, bool blocks) : cuda_(&cuda) {
    const unsigned flags = cuda::eventDisableTiming | (blocks ? cuda::eventBlockingSync : 0u);
    cuda.require(cuda->cuEventCreate(&event_, flags), "cuEventCreate");
}

GpuEvent::~GpuEvent() {
    if (event_ != nullptr) (*cuda_)->cuEventDestroy_v2(event_);
}

}  // namespace ioproof
