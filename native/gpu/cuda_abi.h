// Types and constants of the CUDA driver API that are used here, as the library exports them; no header of CUDA is
// needed.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ioproof::cuda {

using Result = int;
using Device = int;
using DevicePointer = uint64_t;
using Context = struct ContextOpaque*;
using Stream = struct StreamOpaque*;
using Event = struct EventOpaque*;

inline constexpr Result success = 0;
inline constexpr Result outOfMemory = 2;
inline constexpr Result stubLibrary = 34;
inline constexpr Result noDevice = 100;
inline constexpr Result invalidDevice = 101;
inline constexpr Result notReady = 600;
inline constexpr Result systemNotReady = 802;
inline constexpr Result systemDriverMismatch = 803;

inline constexpr unsigned streamNonBlocking = 1;
inline constexpr unsigned eventBlockingSync = 1;
inline constexpr unsigned eventDisableTiming = 2;
inline constexpr unsigned hostRegisterPortable = 1;

/// Attributes of cuDeviceGetAttribute.
enum Attribute : int {
    computeCapabilityMajor = 75,
    computeCapabilityMinor = 76,
    gpuDirectRdmaSupported = 116,
    dmaBufSupported = 124,
    hostNumaId = 134
};

/// Entry points by their exported names; null where the library has none. The names with _v2 are the current ABI: the
/// plain ones are older and differ.
struct Functions {
    Result (*cuInit)(unsigned flags);
    Result (*cuDriverGetVersion)(int* version);
    Result (*cuGetErrorName)(Result error, const char** text);
    Result (*cuGetErrorString)(Result error, const char** text);
    Result (*cuDeviceGetCount)(int* count);
    Result (*cuDeviceGet)(Device* device, int ordinal);
    Result (*cuDeviceGetName)(char* name, int length, Device device);
    Result (*cuDeviceGetUuid_v2)(unsigned char* sixteenBytes, Device device);
    Result (*cuDeviceGetPCIBusId)(char* text, int length, Device device);
    Result (*cuDeviceGetAttribute)(int* value, int attribute, Device device);
    Result (*cuDeviceTotalMem_v2)(size_t* bytes, Device device);
    Result (*cuDevicePrimaryCtxRetain)(Context* context, Device device);
    Result (*cuDevicePrimaryCtxRelease_v2)(Device device);
    Result (*cuCtxSetCurrent)(Context context);
    Result (*cuMemAlloc_v2)(DevicePointer* pointer, size_t bytes);
    Result (*cuMemFree_v2)(DevicePointer pointer);
    Result (*cuMemHostRegister_v2)(void* memory, size_t bytes, unsigned flags);
    Result (*cuMemHostUnregister)(void* memory);
    Result (*cuMemcpyHtoD_v2)(DevicePointer to, const void* from, size_t bytes);
    Result (*cuMemcpyDtoH_v2)(void* to, DevicePointer from, size_t bytes);
    Result (*cuMemcpyHtoDAsync_v2)(DevicePointer to, const void* from, size_t bytes, Stream stream);
    Result (*cuMemcpyDtoHAsync_v2)(void* to, DevicePointer from, size_t bytes, Stream stream);
    Result (*cuMemsetD8_v2)(DevicePointer to, unsigned char value, size_t bytes);
    Result (*cuStreamCreate)(Stream* stream, unsigned flags);
    Result (*cuStreamSynchronize)(Stream stream);
    Result (*cuStreamDestroy_v2)(Stream stream);
    Result (*cuEventCreate)(Event* event, unsigned flags);
    Result (*cuEventRecord)(Event event, Stream stream);
    Result (*cuEventQuery)(Event event);
    Result (*cuEventSynchronize)(Event event);
    Result (*cuEventDestroy_v2)(Event event);
};

}  // namespace ioproof::cuda
