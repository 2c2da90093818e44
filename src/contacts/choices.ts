import { option } from '#database'

export const accountCategory = {
  preferredCustomer: option(1, 'Preferred Customer'),
  standard: option(2, 'Standard'),
} as const

export const accountType = {
  competitor: option(1, 'Competitor'),
  consultant: option(2, 'Consultant'),
  customer: option(3, 'Customer'),
  investor: option(4, 'Investor'),
  partner: option(5, 'Partner'),
  influencer: option(6, 'Influencer'),
  press: option(7, 'Press'),
  prospect: option(8, 'Prospect'),
  reseller: option(9, 'Reseller'),
  supplier: option(10, 'Supplier'),
  vendor: option(11, 'Vendor'),
  other: option(12, 'Other'),
} as const

export const accountIndustry = {
  accounting: option(1, 'Accounting'),
  agricultureAndNonPetrolNaturalResourceExtraction: option(
    2,
    'Agriculture and Non-petrol Natural Resource Extraction',
  ),
  broadcastingPrintingAndPublishing: option(3, 'Broadcasting Printing and Publishing'),
  brokers: option(4, 'Brokers'),
  buildingSupplyRetail: option(5, 'Building Supply Retail'),
  businessServices: option(6, 'Business Services'),
  consulting: option(7, 'Consulting'),
  consumerServices: option(8, 'Consumer Services'),
  designDirectionAndCreativeManagement: option(9, 'Design, Direction and Creative Management'),
  distributorsDispatchersAndProcessors: option(10, 'Distributors, Dispatchers and Processors'),
  doctorSOfficesAndClinics: option(11, "Doctor's Offices and Clinics"),
  durableManufacturing: option(12, 'Durable Manufacturing'),
  eatingAndDrinkingPlaces: option(13, 'Eating and Drinking Places'),
  entertainmentRetail: option(14, 'Entertainment Retail'),
  equipmentRentalAndLeasing: option(15, 'Equipment Rental and Leasing'),
  financial: option(16, 'Financial'),
  foodAndTobaccoProcessing: option(17, 'Food and Tobacco Processing'),
  inboundCapitalIntensiveProcessing: option(18, 'Inbound Capital Intensive Processing'),
  inboundRepairAndServices: option(19, 'Inbound Repair and Services'),
  insurance: option(20, 'Insurance'),
  legalServices: option(21, 'Legal Services'),
  nonDurableMerchandiseRetail: option(22, 'Non-Durable Merchandise Retail'),
  outboundConsumerService: option(23, 'Outbound Consumer Service'),
  petrochemicalExtractionAndDistribution: option(24, 'Petrochemical Extraction and Distribution'),
  serviceRetail: option(25, 'Service Retail'),
  sigAffiliations: option(26, 'SIG Affiliations'),
  socialServices: option(27, 'Social Services'),
  specialOutboundTradeContractors: option(28, 'Special Outbound Trade Contractors'),
  specialtyRealty: option(29, 'Specialty Realty'),
  transportation: option(30, 'Transportation'),
  utilityCreationAndDistribution: option(31, 'Utility Creation and Distribution'),
  vehicleRetail: option(32, 'Vehicle Retail'),
  wholesale: option(33, 'Wholesale'),
} as const

export const accountRole = {
  decisionMaker: option(1, 'Decision Maker'),
  employee: option(2, 'Employee'),
  influencer: option(3, 'Influencer'),
} as const

export const contactType = {
  defaultValue: option(1, 'Default Value'),
} as const

export const maritalStatus = {
  single: option(1, 'Single'),
  married: option(2, 'Married'),
  divorced: option(3, 'Divorced'),
  widowed: option(4, 'Widowed'),
} as const

export const gender = {
  male: option(1, 'Male'),
  female: option(2, 'Female'),
} as const

export const contactMethod = {
  any: option(1, 'Any'),
  email: option(2, 'Email'),
  phone: option(3, 'Phone'),
  fax: option(4, 'Fax'),
  mail: option(5, 'Mail'),
} as const
