// Devices and contexts of the stand-in of CUDA.
#include <cstdio>
#include <cstring>
#include <string>

#include "test/standin/cuda/state.h"

using namespace ioproof;
using namespace ioproof::standin;

namespace {

constexpr struct {
    cuda::Result code;
    const char* name;
    const char* text;
} errors[] = {
    {0, "CUDA_SUCCESS", "no error"},
    {1, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {3, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {34, "CUDA_ERROR_STUB_LIBRARY", "CUDA driver is a stub library"},
    {46, "CUDA_ERROR_DEVICE_UNAVAILABLE", "CUDA-capable device(s) is/are busy or unavailable"},
    {100, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {400, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {600, "CUDA_ERROR_NOT_READY", "device not ready"},
    {709, "CUDA_ERROR_CONTEXT_IS_DESTROYED", "context is destroyed"},
    {712, "CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED", "part or all of the requested memory range is already mapped"},
    {713, "CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED", "pointer does not correspond to a registered memory region"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {802, "CUDA_ERROR_SYSTEM_NOT_READY", "system not yet initialized"},
    {803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH", "system has unsupported display driver / cuda driver combination"},
    {999, "CUDA_ERROR_UNKNOWN", "unknown error"},
};

cuda::Result lookUp(cuda::Result code, const char** text, bool wantsName) {
    for (const auto& error : errors) {
        if (error.code != code) continue;
        *text = wantsName ? error.name : error.text;
        return cuda::success;
    }
    *text = nullptr;
    return 1;
}

bool isDevice(int device) { return device >= 0 && device < static_cast<int>(script().gpus); }

/// Of a call that asks a device for something.
cuda::Result refusalOf(const char* function, cuda::Device device) {
    if (const cuda::Result result = refusalWithoutContext(function); result != cuda::success) return result;
    return isDevice(device) ? cuda::success : cuda::invalidDevice;
}

void findLeftOvers(int device) {
    CudaState& state = cudaState();
    const std::string of = " with the context of device " + std::to_string(device) + " given up";
    if (state.openDrivers > 0) abortOver("the driver of cuFile is open" + of);
    if (state.memory.count(device) > 0) abortOver("memory is left" + of);
    const std::lock_guard lock(state.mutex);
    for (const auto& [stream, queue] : state.streams) {
        if (queue->device() == device) abortOver("a stream is left" + of);
    }
    for (const auto& [event, mark] : state.events) {
        if (mark->device() == device) abortOver("an event is left" + of);
    }
}

}  // namespace

STANDIN_API cuda::Result cuInit(unsigned flags) {
    readScript();
    if (const auto failure = script().failureOf("cuInit")) return failure->code;
    if (script().gpus == 0) return cuda::noDevice;
    if (flags != 0) return 1;
    cudaState().initialized = true;
    return cuda::success;
}

STANDIN_API cuda::Result cuDriverGetVersion(int* version) {
    if (const auto failure = script().failureOf("cuDriverGetVersion")) return failure->code;
    *version = script().cudaVersion;
    return cuda::success;
}

STANDIN_API cuda::Result cuGetErrorName(cuda::Result error, const char** text) { return lookUp(error, text, true); }

STANDIN_API cuda::Result cuGetErrorString(cuda::Result error, const char** text) { return lookUp(error, text, false); }

STANDIN_API cuda::Result cuDeviceGetCount(int* count) {
    if (const cuda::Result result = refusalWithoutContext("cuDeviceGetCount"); result != cuda::success) return result;
    *count = static_cast<int>(script().gpus);
    return cuda::success;
}

STANDIN_API cuda::Result cuDeviceGet(cuda::Device* device, int ordinal) {
    if (const cuda::Result result = refusalOf("cuDeviceGet", ordinal); result != cuda::success) return result;
    *device = ordinal;
    return cuda::success;
}

STANDIN_API cuda::Result cuDeviceGetName(char* name, int length, cuda::Device device) {
    if (const cuda::Result result = refusalOf("cuDeviceGetName", device); result != cuda::success) return result;
    const auto& names = script().gpuNames;
    const size_t index = std::min(static_cast<size_t>(device), names.size() - 1);
    std::snprintf(name, static_cast<size_t>(length), "%s", names[index].c_str());
    return cuda::success;
}

STANDIN_API cuda::Result cuDeviceGetUuid_v2(unsigned char* sixteenBytes, cuda::Device device) {
    if (const cuda::Result result = refusalOf("cuDeviceGetUuid_v2", device); result != cuda::success) return result;
    for (int index = 0; index < 16; ++index) sixteenBytes[index] = static_cast<unsigned char>(16 * device + index);
    return cuda::success;
}

STANDIN_API cuda::Result cuDeviceGetPCIBusId(char* text, int length, cuda::Device device) {
    if (const cuda::Result result = refusalOf("cuDeviceGetPCIBusId", device); result != cuda::success) return result;
    std::snprintf(text, static_cast<size_t>(length), "0000:%02X:00.0", 0x3B + device);
    return cuda::success;
}

STANDIN_API cuda::Result cuDeviceGetAttribute(int* value, int attribute, cuda::Device device) {
    if (const cuda::Result result = refusalOf("cuDeviceGetAttribute", device); result != cuda::success) return result;
    switch (attribute) {
        case cuda::computeCapabilityMajor: *value = 9; return cuda::success;
        case cuda::computeCapabilityMinor: *value = 0; return cuda::success;
        case cuda::gpuDirectRdmaSupported:
        case cuda::dmaBufSupported: *value = 1; return cuda::success;
        case cuda::hostNumaId: *value = 0; return cuda::success;
        default: return 1;
    }
}

STANDIN_API cuda::Result cuDeviceTotalMem_v2(size_t* bytes, cuda::Device device) {
    if (const cuda::Result result = refusalOf("cuDeviceTotalMem_v2", device); result != cuda::success) return result;
    *bytes = script().gpuMemory;
    return cuda::success;
}

STANDIN_API cuda::Result cuDevicePrimaryCtxRetain(cuda::Context* context, cuda::Device device) {
    const cuda::Result result = refusalOf("cuDevicePrimaryCtxRetain", device);
    if (result != cuda::success) return result;
    cuda::ContextOpaque& retained = cudaState().contexts[static_cast<size_t>(device)];
    retained.device = device;
    ++retained.retained;
    *context = &retained;
    return cuda::success;
}

STANDIN_API cuda::Result cuDevicePrimaryCtxRelease_v2(cuda::Device device) {
    const cuda::Result result = refusalOf("cuDevicePrimaryCtxRelease_v2", device);
    if (result != cuda::success) return result;
    cuda::ContextOpaque& context = cudaState().contexts[static_cast<size_t>(device)];
    if (context.retained == 0) return 201;
    if (--context.retained == 0) findLeftOvers(device);
    return cuda::success;
}

STANDIN_API cuda::Result cuCtxSetCurrent(cuda::Context context) {
    const cuda::Result result = refusalWithoutContext("cuCtxSetCurrent");
    if (result != cuda::success) return result;
    if (context != nullptr && context->retained == 0) return 201;
    setCurrentContext(context);
    return cuda::success;
}
