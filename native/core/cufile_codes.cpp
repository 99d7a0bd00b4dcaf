// One line an error code. 5021 and 5032 are of no use in any version.
#include "core/cufile_codes.h"

#include <algorithm>
#include <iterator>

namespace ioproof {
namespace {

struct Entry {
    int code;
    CufileErrorWords words;
};

constexpr Entry entries[] = {
    {5001,
     {"DRIVER_NOT_INITIALIZED",
      "there is no direct path: nvidia-fs is not loaded and PCI P2PDMA is not on; --gds-allow-compat runs through the "
      "memory of the host"}},
    {5002, {"DRIVER_INVALID_PROPS", "a value of cufile.json is out of its range"}},
    {5003, {"DRIVER_UNSUPPORTED_LIMIT", "a limit in cufile.json is more than the driver takes"}},
    {5004, {"DRIVER_VERSION_MISMATCH", "nvidia-fs and libcufile do not fit together; install those of one release"}},
    {5005,
     {"DRIVER_VERSION_READ_ERROR", "the version of nvidia-fs cannot be read; see /proc/driver/nvidia-fs/version"}},
    {5006, {"DRIVER_CLOSING", "the driver of cuFile is closed or about to be"}},
    {5007, {"PLATFORM_NOT_SUPPORTED", "this GPU or platform has no GPUDirect Storage"}},
    {5008,
     {"IO_NOT_SUPPORTED", "this file has no direct path; --gds-allow-compat runs through the memory of the host"}},
    {5009, {"DEVICE_NOT_SUPPORTED", "this GPU has no GPUDirect Storage"}},
    {5010, {"NVFS_DRIVER_ERROR", "nvidia-fs failed; see the log of cuFile and that of the kernel"}},
    {5011, {"CUDA_DRIVER_ERROR", "a call of CUDA inside of cuFile failed"}},
    {5012, {"CUDA_POINTER_INVALID", "the buffer is no memory of a GPU"}},
    {5013, {"CUDA_MEMORY_TYPE_INVALID", "the buffer is memory of a kind that cuFile does not take"}},
    {5014, {"CUDA_POINTER_RANGE_ERROR", "the buffer goes over the end of its allocation"}},
    {5015, {"CUDA_CONTEXT_MISMATCH", "the buffer belongs to another context than the current one"}},
    {5016, {"INVALID_MAPPING_SIZE", "the size of the buffer is outside of what can be registered"}},
    {5017, {"INVALID_MAPPING_RANGE", "the range of the buffer is not one that is registered"}},
    {5018, {"INVALID_FILE_TYPE", "cuFile takes regular files and block devices only"}},
    {5019, {"INVALID_FILE_OPEN_FLAG", "the file is open with a flag that cuFile does not take, O_APPEND for one"}},
    {5020, {"DIO_NOT_SET", "the file is not open for direct I/O; give `direct: true`"}},
    {5022, {"INVALID_VALUE", "an argument is out of its range, or this version does not know it"}},
    {5023, {"MEMORY_ALREADY_REGISTERED", "the buffer is registered twice"}},
    {5024, {"MEMORY_NOT_REGISTERED", "the buffer is not registered"}},
    {5025, {"PERMISSION_DENIED", "the access modes of the file or of /dev/nvidia-fs* do not allow it"}},
    {5026, {"DRIVER_ALREADY_OPEN", "the driver of cuFile was open before it was set up"}},
    {5027, {"HANDLE_NOT_REGISTERED", "the file is not registered"}},
    {5028, {"HANDLE_ALREADY_REGISTERED", "the file is registered twice"}},
    {5029, {"DEVICE_NOT_FOUND", "the GPU or the device of the file system is not found"}},
    {5030,
     {"INTERNAL_ERROR", "see the log of cuFile; a missing /run/udev or liburcu, which containers often lack, ends so"}},
    {5031, {"GETNEWFD_FAILED", "no further file can be opened; see `ulimit -n`"}},
    {5033, {"NVFS_SETUP_ERROR", "nvidia-fs could not be set up; see the log of cuFile and that of the kernel"}},
    {5034, {"IO_DISABLED", "GPUDirect Storage is switched off for this file in cufile.json"}},
    {5035, {"BATCH_SUBMIT_FAILED", "the batch was not taken; see the log of cuFile"}},
    {5036,
     {"GPU_MEMORY_PINNING_FAILED",
      "too little of the BAR1 window of the GPU is left; fewer workers, a smaller queueDepth or blockSize need less"}},
    {5037, {"BATCH_FULL", "the batch has no room for more entries; a smaller queueDepth needs less"}},
    {5038, {"ASYNC_NOT_SUPPORTED", "operations on streams do not work here; use cufileMode sync or batch"}},
    {5039, {"INTERNAL_BATCH_SETUP", "a batch could not be set up; see the log of cuFile"}},
    {5040, {"INTERNAL_BATCH_SUBMIT", "an entry of the batch was refused; see the log of cuFile"}},
    {5041, {"INTERNAL_BATCH_GETSTATUS", "the state of the batch could not be read; see the log of cuFile"}},
    {5042, {"INTERNAL_BATCH_CANCEL", "the batch could not be cancelled; see the log of cuFile"}},
    {5043, {"NOMEM", "there is too little memory"}},
    {5044, {"IO_ERROR", "the storage failed; see the log of cuFile and that of the kernel"}},
    {5045, {"INTERNAL_BUF_REGISTER", "the buffer could not be registered; see the log of cuFile"}},
    {5046, {"HASH_OPR", "an internal table of cuFile failed; see its log"}},
    {5047, {"INVALID_CONTEXT", "no context of CUDA is current"}},
    {5048, {"NVFS_INTERNAL_DRIVER", "nvidia-fs failed inside; see the log of the kernel"}},
    {5049, {"BATCH_NOCOMPAT", "batches do not work without a direct path; use cufileMode sync"}},
};

}  // namespace

CufileErrorWords wordsOfCufileError(int code) {
    const auto* found =
        std::find_if(std::begin(entries), std::end(entries), [code](const Entry& entry) { return entry.code == code; });
    if (found != std::end(entries)) return found->words;
    return {"UNKNOWN", "this code is newer than ioproof; see the log of cuFile"};
}

}  // namespace ioproof
