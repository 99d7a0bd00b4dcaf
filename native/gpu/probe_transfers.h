// The transfers of a probe: through cuFile between a GPU and a file, compared byte for byte with a plain read.
#pragma once

#include "core/aligned_buffer.h"
#include "gpu/cufile_driver.h"
#include "gpu/gpu_memory.h"
#include "gpu/gpu_probe.h"
#include "gpu/probe_file.h"

namespace ioproof {

/// One registered buffer for transfers of up to so many bytes. The file must be registered.
class ProbeTransfers {
public:
    /// Throws JobError.
    ProbeTransfers(const CudaLibrary& cuda, const CufileLibrary& cufile, const ProbeFile& file, cufile::Handle handle,
                   size_t mostBytes);
    ~ProbeTransfers();
    ProbeTransfers(const ProbeTransfers&) = delete;
    ProbeTransfers& operator=(const ProbeTransfers&) = delete;

    /// Between the start of the buffer and the start of the file. Throws JobError, IoError; what fails is no success
    /// with other bytes. `transfer` has direction and size.
    void run(GpuProbeTransfer& transfer);

private:
    void write(uint64_t bytes);
    void read(uint64_t bytes);
    void waitForCopies() const;
    /// Whether the buffer holds what the file does.
    bool isSame(uint64_t bytes);
    void requireAll(ssize_t returned, int error, OperationKind operation, uint64_t bytes) const;

    const CudaLibrary& cuda_;
    const CufileLibrary& cufile_;
    const ProbeFile& file_;
    const cufile::Handle handle_;
    const DevicePages memory_;
    const AlignedBuffer fromGpu_;
    const AlignedBuffer fromFile_;
};

}  // namespace ioproof
