// Every direction starts from bytes that neither side has, so that nothing left over passes for a transfer.
#include "gpu/probe_transfers.h"

#include <cerrno>
#include <cstring>

#include "core/io_error.h"

namespace ioproof {
namespace {

/// Different in each block of each size, and never what was in the file before.
void fillForWrite(std::span<std::byte> buffer) {
    uint64_t state = 0x9e3779b97f4a7c15u + buffer.size();
    for (auto& byte : buffer) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        byte = static_cast<std::byte>(state >> 56);
    }
}

}  // namespace

ProbeTransfers::ProbeTransfers(const CudaLibrary& cuda, const CufileLibrary& cufile, const ProbeFile& file,
                               cufile::Handle handle, size_t mostBytes)
    : cuda_(cuda),
      cufile_(cufile),
      file_(file),
      handle_(handle),
      memory_(cuda, mostBytes),
      fromGpu_(mostBytes, false, -1),
      fromFile_(mostBytes, false, -1) {
    CufileLibrary::require(cufile_->cuFileBufRegister(memory_.base(), mostBytes, 0),
                           "cuFileBufRegister of " + std::to_string(mostBytes) + " bytes");
}

ProbeTransfers::~ProbeTransfers() { cufile_->cuFileBufDeregister(memory_.base()); }

void ProbeTransfers::run(GpuProbeTransfer& transfer) {
    if (transfer.isWrite) write(transfer.bytes);
    else read(transfer.bytes);
    transfer.sameBytes = isSame(transfer.bytes);
}

void ProbeTransfers::write(uint64_t bytes) {
    fillForWrite({fromGpu_.data(), bytes});
    cuda_.require(cuda_->cuMemcpyHtoD_v2(memory_.address(), fromGpu_.data(), bytes), "cuMemcpyHtoD");
    waitForCopies();
    errno = 0;
    const ssize_t written = cufile_->cuFileWrite(handle_, memory_.base(), bytes, 0, 0);
    requireAll(written, errno, OperationKind::Write, bytes);
    file_.sync();
}

void ProbeTransfers::read(uint64_t bytes) {
    cuda_.require(cuda_->cuMemsetD8_v2(memory_.address(), 0xa5, bytes), "cuMemsetD8");
    waitForCopies();
    errno = 0;
    const ssize_t got = cufile_->cuFileRead(handle_, memory_.base(), bytes, 0, 0);
    requireAll(got, errno, OperationKind::Read, bytes);
}

/// Copies of memory that is not locked, and all fills, may still be going on when their call returns.
void ProbeTransfers::waitForCopies() const {
    cuda_.require(cuda_->cuStreamSynchronize(nullptr), "cuStreamSynchronize");
}

bool ProbeTransfers::isSame(uint64_t bytes) {
    cuda_.require(cuda_->cuMemcpyDtoH_v2(fromGpu_.data(), memory_.address(), bytes), "cuMemcpyDtoH");
    file_.read({fromFile_.data(), bytes});
    return std::memcmp(fromGpu_.data(), fromFile_.data(), bytes) == 0;
}

void ProbeTransfers::requireAll(ssize_t returned, int error, OperationKind operation, uint64_t bytes) const {
    const int32_t outcome = cufileOutcome(returned, error);
    std::string what = operation == OperationKind::Read ? "cuFileRead of " : "cuFileWrite of ";
    what += std::to_string(bytes) + " bytes of \"" + file_.path() + "\"";
    if (outcome < -cufileErrorBase) CufileLibrary::require({.code = -outcome, .cuda = cuda::success}, what);
    if (outcome < 0)
        throw IoError({.operation = operation, .path = file_.path(), .offset = 0, .length = bytes, .error = -outcome});
    if (static_cast<uint64_t>(outcome) != bytes)
        throw JobError("SHORT_TRANSFER", what + ": " + std::to_string(outcome) + " were moved");
}

}  // namespace ioproof
