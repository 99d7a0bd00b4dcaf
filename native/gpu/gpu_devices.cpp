// Facts of each GPU from the driver, its NUMA node from sysfs; what a driver does not tell is left out.
#include "gpu/gpu_devices.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include "core/io_error.h"

namespace ioproof {
namespace {

/// 0 where the driver does not know the attribute.
int attributeOf(const CudaLibrary& cuda, cuda::Device device, cuda::Attribute attribute) {
    int value = 0;
    return cuda->cuDeviceGetAttribute(&value, attribute, device) == cuda::success ? value : 0;
}

/// GPU-8c2ab2a8-0b0e-…, as nvidia-smi writes it.
std::string uuidOf(const CudaLibrary& cuda, cuda::Device device) {
    constexpr char digits[] = "0123456789abcdef";
    std::array<unsigned char, 16> bytes{};
    if (cuda->cuDeviceGetUuid_v2(bytes.data(), device) != cuda::success) return {};
    std::string text = "GPU-";
    for (size_t index = 0; index < bytes.size(); ++index) {
        if (index == 4 || index == 6 || index == 8 || index == 10) text += '-';
        text += digits[bytes[index] >> 4];
        text += digits[bytes[index] & 15];
    }
    return text;
}

/// sysfs has four digits of the domain and small letters; tools of NVIDIA write eight digits and capitals.
std::string pciBusIdOf(const CudaLibrary& cuda, cuda::Device device) {
    std::array<char, 32> buffer{};
    if (cuda->cuDeviceGetPCIBusId(buffer.data(), static_cast<int>(buffer.size() - 1), device) != cuda::success)
        return {};
    std::string text = buffer.data();
    for (char& letter : text) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    if (text.find(':') == 8 && text.starts_with("0000")) text.erase(0, 4);
    return text;
}

int32_t numaNodeOf(const CudaLibrary& cuda, cuda::Device device, const std::string& pciBusId) {
    int32_t node = -1;
    if (std::ifstream file("/sys/bus/pci/devices/" + pciBusId + "/numa_node"); file >> node && node >= 0) return node;
    // Where the GPU is on no PCI bus that the system knows the place of.
    int value = -1;
    const auto result = cuda->cuDeviceGetAttribute(&value, cuda::hostNumaId, device);
    return result == cuda::success && value >= 0 ? value : -1;
}

GpuDeviceFacts factsOf(const CudaLibrary& cuda, uint32_t ordinal) {
    cuda::Device device = 0;
    cuda.require(cuda->cuDeviceGet(&device, static_cast<int>(ordinal)), "cuDeviceGet of " + std::to_string(ordinal));
    GpuDeviceFacts facts;
    facts.ordinal = ordinal;
    std::array<char, 256> name{};
    if (cuda->cuDeviceGetName(name.data(), static_cast<int>(name.size() - 1), device) == cuda::success)
        facts.name = name.data();
    facts.uuid = uuidOf(cuda, device);
    facts.pciBusId = pciBusIdOf(cuda, device);
    facts.numaNode = numaNodeOf(cuda, device, facts.pciBusId);
    facts.computeCapability = std::to_string(attributeOf(cuda, device, cuda::computeCapabilityMajor)) + "." +
                              std::to_string(attributeOf(cuda, device, cuda::computeCapabilityMinor));
    size_t bytes = 0;
    if (cuda->cuDeviceTotalMem_v2(&bytes, device) == cuda::success) facts.memoryBytes = bytes;
    facts.gpuDirectRdma = attributeOf(cuda, device, cuda::gpuDirectRdmaSupported) != 0;
    facts.dmaBuf = attributeOf(cuda, device, cuda::dmaBufSupported) != 0;
    return facts;
}

}  // namespace

std::vector<GpuDeviceFacts> listGpus(const CudaLibrary& cuda) {
    cuda.require(cuda->cuInit(0), "cuInit");
    int count = 0;
    cuda.require(cuda->cuDeviceGetCount(&count), "cuDeviceGetCount");
    if (count <= 0) cuda.require(cuda::noDevice, "cuDeviceGetCount");
    std::vector<GpuDeviceFacts> devices;
    for (uint32_t ordinal = 0; ordinal < static_cast<uint32_t>(count); ++ordinal)
        devices.push_back(factsOf(cuda, ordinal));
    return devices;
}

std::vector<GpuDeviceFacts> selectGpus(std::vector<GpuDeviceFacts> all, const std::vector<uint32_t>& ordinals) {
    if (ordinals.empty()) return all;
    std::vector<GpuDeviceFacts> selected;
    for (const uint32_t ordinal : ordinals) {
        const auto found = std::find_if(all.begin(), all.end(),
                                        [ordinal](const GpuDeviceFacts& device) { return device.ordinal == ordinal; });
        if (found == all.end()) {
            std::string there;
            for (const auto& device : all) there += (there.empty() ? "" : ", ") + std::to_string(device.ordinal);
            throw JobError("GPU_NOT_FOUND",
                           "there is no GPU " + std::to_string(ordinal) + "; those there are: " + there);
        }
        selected.push_back(*found);
    }
    return selected;
}

PrimaryContext::PrimaryContext(const CudaLibrary& cuda, uint32_t ordinal) : cuda_(&cuda) {
    const std::string gpu = " of GPU " + std::to_string(ordinal);
    cuda.require(cuda->cuDeviceGet(&device_, static_cast<int>(ordinal)), "cuDeviceGet" + gpu);
    cuda.require(cuda->cuDevicePrimaryCtxRetain(&context_, device_), "cuDevicePrimaryCtxRetain" + gpu);
}

PrimaryContext::~PrimaryContext() {
    if (context_ != nullptr) (*cuda_)->cuDevicePrimaryCtxRelease_v2(device_);
}

void PrimaryContext::use() const { cuda_->require((*cuda_)->cuCtxSetCurrent(context_), "cuCtxSetCurrent"); }

}  // namespace ioproof
