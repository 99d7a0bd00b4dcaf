// Loads every function by its exported name; one table of the errors that have an advice.
#include "gpu/cuda_library.h"

#include "core/io_error.h"

namespace ioproof {
namespace {

std::vector<std::string> candidatesOf(const std::string& path) {
    return {path.empty() ? std::string("libcuda.so.1") : path};
}

const char* codeOf(cuda::Result result) {
    switch (result) {
        case cuda::noDevice: return "NO_GPU";
        case cuda::invalidDevice: return "GPU_NOT_FOUND";
        case cuda::outOfMemory: return "GPU_MEMORY";
        default: return "CUDA_FAILED";
    }
}

const char* hintOf(cuda::Result result) {
    switch (result) {
        case cuda::noDevice: return "no GPU can be used here; see nvidia-smi and CUDA_VISIBLE_DEVICES";
        case cuda::invalidDevice: return "there is no such GPU; see nvidia-smi";
        case cuda::outOfMemory:
            return "too little memory of the GPU, or memory to lock on the host, is left; fewer workers, a smaller "
                   "queueDepth or blockSize need less";
        case cuda::stubLibrary: return "this library is the stub for linkers; the driver of the GPU has the real one";
        case cuda::systemNotReady: return "the system is not ready; is nvidia-fabricmanager running?";
        case cuda::systemDriverMismatch:
            return "the library and the kernel module of the driver differ; restart the node";
        default: return nullptr;
    }
}

}  // namespace

CudaLibrary::CudaLibrary(const std::string& path)
    : library_(candidatesOf(path), "CUDA_LIBRARY_MISSING",
               "it comes with the NVIDIA driver; --cuda-lib names another place") {
    const auto need = [this](auto& function, const char* name) {
        library_.load(function, name);
        if (function == nullptr)
            throw JobError("CUDA_TOO_OLD",
                           library_.path() + " has no " + name + "; a driver for CUDA 11.4 or newer has");
    };
#define IOPROOF_NEED(name) need(functions_.name, #name)
    IOPROOF_NEED(cuInit);
    IOPROOF_NEED(cuDriverGetVersion);
    IOPROOF_NEED(cuGetErrorName);
    IOPROOF_NEED(cuGetErrorString);
    IOPROOF_NEED(cuDeviceGetCount);
    IOPROOF_NEED(cuDeviceGet);
    IOPROOF_NEED(cuDeviceGetName);
    IOPROOF_NEED(cuDeviceGetUuid_v2);
    IOPROOF_NEED(cuDeviceGetPCIBusId);
    IOPROOF_NEED(cuDeviceGetAttribute);
    IOPROOF_NEED(cuDeviceTotalMem_v2);
    IOPROOF_NEED(cuDevicePrimaryCtxRetain);
    IOPROOF_NEED(cuDevicePrimaryCtxRelease_v2);
    IOPROOF_NEED(cuCtxSetCurrent);
    IOPROOF_NEED(cuMemAlloc_v2);
    IOPROOF_NEED(cuMemFree_v2);
    IOPROOF_NEED(cuMemHostRegister_v2);
    IOPROOF_NEED(cuMemHostUnregister);
    IOPROOF_NEED(cuMemcpyHtoD_v2);
    IOPROOF_NEED(cuMemcpyDtoH_v2);
    IOPROOF_NEED(cuMemcpyHtoDAsync_v2);
    IOPROOF_NEED(cuMemcpyDtoHAsync_v2);
    IOPROOF_NEED(cuMemsetD8_v2);
    IOPROOF_NEED(cuStreamCreate);
    IOPROOF_NEED(cuStreamSynchronize);
    IOPROOF_NEED(cuStreamDestroy_v2);
    IOPROOF_NEED(cuEventCreate);
    IOPROOF_NEED(cuEventRecord);
    IOPROOF_NEED(cuEventQuery);
    IOPROOF_NEED(cuEventSynchronize);
    IOPROOF_NEED(cuEventDestroy_v2);
#undef IOPROOF_NEED
}

std::string CudaLibrary::version() const {
    int version = 0;
    if (functions_.cuDriverGetVersion(&version) != cuda::success || version <= 0) return {};
    return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

std::string CudaLibrary::nameOf(cuda::Result result) const {
    const char* name = nullptr;
    if (functions_.cuGetErrorName(result, &name) != cuda::success || name == nullptr) name = "unknown error of CUDA";
    return std::string(name) + " (" + std::to_string(result) + ")";
}

void CudaLibrary::require(cuda::Result result, const std::string& what) const {
    if (result == cuda::success) return;
    const char* advice = hintOf(result);
    if (advice == nullptr && functions_.cuGetErrorString(result, &advice) != cuda::success) advice = nullptr;
    throw JobError(codeOf(result),
                   what + ": " + nameOf(result) + (advice != nullptr ? std::string(": ") + advice : ""));
}

}  // namespace ioproof
