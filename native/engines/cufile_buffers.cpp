// Allocates, registers and copies; all of it outside of measured operations.
#include "engines/cufile_buffers.h"

#include "core/io_error.h"
#include "gpu/gpu_session.h"

namespace ioproof {

CufileBuffers::CufileBuffers(const EngineContext& context, RegistrationTimes& times)
    : cuda_(context.gpu->cuda()),
      cufile_(context.gpu->cufile()),
      host_(context.buffers),
      bytes_(context.bufferStride * context.queueDepth),
      memory_(cuda_, bytes_) {
    const JobSpec& spec = context.spec;
    if (spec.registerBuffers && (spec.reads() || spec.writes())) registerMemory(times);
}

/// A refusal is no failure: the transfers then go through buffers that cuFile has registered for itself.
void CufileBuffers::registerMemory(RegistrationTimes& times) {
    const uint64_t startedAt = monotonicNs();
    try {
        CufileLibrary::require(cufile_->cuFileBufRegister(base(), bytes_, 0),
                               "cuFileBufRegister of " + std::to_string(bytes_) + " bytes");
        registered_ = true;
        times.add(monotonicNs() - startedAt, bytes_);
    } catch (const JobError& error) {
        refusal_ = error.what();
    }
}

CufileBuffers::~CufileBuffers() {
    if (registered_) cufile_->cuFileBufDeregister(base());
}

void CufileBuffers::upload(const std::byte* host, size_t bytes) const {
    cuda_.require(cuda_->cuMemcpyHtoD_v2(placeOf(host), host, bytes), "cuMemcpyHtoD");
    // The copy of memory that is not locked may return before its last part has arrived.
    cuda_.require(cuda_->cuStreamSynchronize(nullptr), "cuStreamSynchronize");
}

void CufileBuffers::download(std::byte* host, size_t bytes) const {
    cuda_.require(cuda_->cuMemcpyDtoH_v2(host, placeOf(host), bytes), "cuMemcpyDtoH");
}

}  // namespace ioproof
