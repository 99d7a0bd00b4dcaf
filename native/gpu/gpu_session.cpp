// Opens and closes in the order of the members; each call of cuFile is made with a context that is current.
#include "gpu/gpu_session.h"

#include <algorithm>

#include "core/clock.h"

namespace ioproof {

GpuSession::GpuSession(const GpuOptions& options) : options_(options), cuda_(options.cudaLibrary) {
    devices_ = selectGpus(listGpus(cuda_), options_.ordinals);
    devices_.resize(std::min<size_t>(devices_.size(), std::max(options_.workers, 1u)));
    contexts_.reserve(devices_.size());
    for (const auto& device : devices_) contexts_.emplace_back(cuda_, device.ordinal);
    contexts_.front().use();
    if (!options_.cufile) return;
    cufile_.emplace(options_.cufileLibrary);
    driver_.emplace(*cufile_, options_.compat);
}

GpuSession::~GpuSession() {
    contexts_.front().tryToUse();
    deregisterFiles();
}

const GpuDeviceFacts& GpuSession::useDeviceOf(uint32_t worker) const {
    contexts_[worker % contexts_.size()].use();
    return deviceOf(worker);
}

cufile::Handle GpuSession::registerFile(int descriptor, const std::string& path, RegistrationTimes& times) const {
    cufile::Description description{};
    description.type = cufile::handleOpaqueFd;
    description.fd = descriptor;
    cufile::Handle handle = nullptr;
    const Clock& clock = Clock::instance();
    const uint64_t start = clock.now();
    const cufile::Error error = (*cufile_)->cuFileHandleRegister(&handle, &description);
    const uint64_t end = clock.now();
    if (error.code != 0) CufileLibrary::require(error, "cuFileHandleRegister of \"" + path + "\"");
    times.add(end - start, 0);
    return handle;
}

void GpuSession::registerFiles(std::span<const int> descriptors, std::span<const std::string> paths) {
    contexts_.front().use();
    handles_.reserve(handles_.size() + descriptors.size());
    for (size_t file = 0; file < descriptors.size(); ++file)
        handles_.push_back(registerFile(descriptors[file], paths[file], fileRegistration_));
}

void GpuSession::deregisterFiles() {
    if (handles_.empty()) return;
    contexts_.front().tryToUse();
    for (const auto handle : handles_) (*cufile_)->cuFileHandleDeregister(handle);
    handles_.clear();
}

std::optional<CufileStats> GpuSession::stats() const { return driver_ ? driver_->stats() : std::nullopt; }

GpuResult GpuSession::facts() const {
    GpuResult result;
    result.cudaLibrary = cuda_.path();
    result.cudaVersion = cuda_.version();
    result.devices = devices_;
    if (driver_) result.cufile = driver_->facts();
    return result;
}

}  // namespace ioproof
