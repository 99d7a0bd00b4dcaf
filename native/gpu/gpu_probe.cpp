// From the library to the last transfer, in the order of a job; what fails ends the way there.
#include "gpu/gpu_probe.h"

#include <algorithm>
#include <optional>

#include "gpu/cuda_library.h"
#include "gpu/cufile_driver.h"
#include "gpu/cufile_library.h"
#include "gpu/gpu_devices.h"
#include "gpu/probe_file.h"
#include "gpu/probe_stage.h"
#include "gpu/probe_transfers.h"

namespace ioproof {
namespace {

/// A file as cuFile knows it.
class ProbeHandle {
public:
    ProbeHandle(const CufileLibrary& cufile, const ProbeFile& file) : cufile_(cufile) {
        cufile::Description description{};
        description.type = cufile::handleOpaqueFd;
        description.fd = file.descriptor();
        CufileLibrary::require(cufile_->cuFileHandleRegister(&handle_, &description),
                               "cuFileHandleRegister of \"" + file.path() + "\"");
    }
    ~ProbeHandle() { cufile_->cuFileHandleDeregister(handle_); }
    ProbeHandle(const ProbeHandle&) = delete;
    ProbeHandle& operator=(const ProbeHandle&) = delete;

    cufile::Handle get() const { return handle_; }

private:
    const CufileLibrary& cufile_;
    cufile::Handle handle_ = nullptr;
};

/// What is open lies in the order of its opening, so that it closes the other way round.
class Probing {
public:
    Probing(const GpuProbeRequest& request, GpuProbe& probe) : request_(request), probe_(probe) {}

    void run() {
        if (!passes(probe_.cuda, [this] { openCuda(); })) return;
        if (!passes(probe_.cufile, [this] { cufile_.emplace(request_.cufileLibrary); })) return;
        if (!passes(probe_.driverOpen, [this] { openDriver(); })) return;
        if (request_.directory.empty() || request_.sizes.empty()) return;
        if (!passes(probe_.handleRegister, [this] { registerFile(); })) return;
        transferAll();
    }

private:
    void openCuda() {
        cuda_.emplace(request_.cudaLibrary);
        probe_.cudaLibrary = cuda_->path();
        probe_.cudaVersion = cuda_->version();
        probe_.devices = listGpus(*cuda_);
        context_.emplace(*cuda_, probe_.devices.front().ordinal);
        context_->use();
    }

    void openDriver() {
        driver_.emplace(*cufile_, request_.compat);
        probe_.facts = driver_->facts();
    }

    void registerFile() {
        file_.emplace(request_.directory, mostBytes());
        handle_.emplace(*cufile_, *file_);
    }

    void transferAll() {
        for (const uint64_t bytes : request_.sizes)
            for (const bool isWrite : {true, false})
                probe_.transfers.push_back(
                    {.isWrite = isWrite, .bytes = bytes, .stage = {}, .before = {}, .after = {}});
        GpuProbeStage buffer;
        const bool ready =
            passes(buffer, [this] { transfers_.emplace(*cuda_, *cufile_, *file_, handle_->get(), mostBytes()); });
        for (auto& transfer : probe_.transfers) {
            transfer.stage = buffer;
            if (ready) transferOne(transfer);
        }
        probe_.facts->before = probe_.transfers.front().before;
        probe_.facts->after = probe_.transfers.back().after;
    }

    void transferOne(GpuProbeTransfer& transfer) {
        transfer.before = driver_->stats();
        passes(transfer.stage, [&] { transfers_->run(transfer); });
        transfer.after = driver_->stats();
    }

    size_t mostBytes() const { return *std::max_element(request_.sizes.begin(), request_.sizes.end()); }

    const GpuProbeRequest& request_;
    GpuProbe& probe_;
    std::optional<CudaLibrary> cuda_;
    std::optional<PrimaryContext> context_;
    std::optional<CufileLibrary> cufile_;
    std::optional<CufileDriver> driver_;
    std::optional<ProbeFile> file_;
    std::optional<ProbeHandle> handle_;
    std::optional<ProbeTransfers> transfers_;
};

}  // namespace

GpuProbe probeGpu(const GpuProbeRequest& request) {
    GpuProbe probe;
    Probing(request, probe).run();
    return probe;
}

}  // namespace ioproof
