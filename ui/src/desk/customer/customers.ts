// The customers' API, one function for each thing that can be done.
import type {
  ChangeCustomerBody,
  ContactCustomer,
  Customer,
  CustomerPage,
  CustomerRow,
  LinkBody,
  Merge,
  MergeBody,
  PersonBody,
  Timeline,
} from "../../generated/types";
import { get, post } from "../../shared/api";

const at = (id: string): string => `/api/customers/${encodeURIComponent(id)}`;
const ofContact = (id: string): string => `/api/contacts/${encodeURIComponent(id)}/customer`;

export const customers = {
  search: (query: string, signal?: AbortSignal) =>
    get<readonly CustomerRow[]>(`/api/customers?q=${encodeURIComponent(query)}`, signal),
  page: (id: string) => get<CustomerPage>(at(id)),
  make: (person: PersonBody) => post<Customer>("/api/customers", person),
  change: (id: string, body: ChangeCustomerBody) => post<Customer>(at(id), body),
  timeline: (id: string, after: string | null = null) =>
    get<Timeline>(`${at(id)}/timeline${after === null ? "" : `?after=${encodeURIComponent(after)}`}`),
  merge: (id: string, body: MergeBody) => post<Merge>(`${at(id)}/merge`, body),
  unmerge: (mergeId: string) => post<Merge>(`/api/merges/${encodeURIComponent(mergeId)}/undo`),
  ofContact: (contactId: string) => get<ContactCustomer>(ofContact(contactId)),
  unlink: (contactId: string) => post<ContactCustomer>(`${ofContact(contactId)}/remove`),
  link: (contactId: string, body: LinkBody) => post<ContactCustomer>(ofContact(contactId), body),
};
